import { LockIcon, PencilIcon, PlusIcon } from "../../design/icons.tsx";
import { limitLabel } from "../../titles/maturity.ts";
import { Avatar } from "./avatar.tsx";
import styles from "./profiles.module.css";
import type { ProfileTile } from "./profiles-page.tsx";

type Props = {
  profiles: readonly ProfileTile[];
  choosingId: string | undefined;
  isManaging: boolean;
  onChoose: (profile: ProfileTile) => void;
  /** Undefined where it is not allowed. */
  onAdd: (() => void) | undefined;
};

export function ProfileTiles({ profiles, choosingId, isManaging, onChoose, onAdd }: Props) {
  return (
    <ul className={styles.tiles}>
      {profiles.map((profile) => (
        <li key={profile.id}>
          <button
            type="button"
            className={styles.tile}
            aria-label={isManaging ? `Edit ${profile.name}` : profile.name}
            aria-describedby={`about-${profile.id}`}
            disabled={choosingId !== undefined}
            aria-busy={choosingId === profile.id}
            onClick={() => onChoose(profile)}
          >
            <span className={styles.picture}>
              <Avatar name={profile.name} size="100%" />
              {isManaging && (
                <span className={styles.pencil}>
                  <PencilIcon size={20} />
                </span>
              )}
            </span>
            <span className={styles.name}>
              {profile.name}
              {profile.hasPin && <LockIcon size={15} />}
            </span>
          </button>
          <p id={`about-${profile.id}`} className={styles.limit}>
            {profile.hasPin && <span className="visually-hidden">Has a PIN. </span>}
            {profile.maturityLimit !== "EIGHTEEN" && limitLabel(profile.maturityLimit)}
          </p>
        </li>
      ))}
      {onAdd && (
        <li>
          <button type="button" className={styles.tile} disabled={choosingId !== undefined} onClick={onAdd}>
            <span className={styles.picture}>
              <span className={styles.plus}>
                <PlusIcon size={36} />
              </span>
            </span>
            <span className={styles.name}>Add profile</span>
          </button>
        </li>
      )}
    </ul>
  );
}
