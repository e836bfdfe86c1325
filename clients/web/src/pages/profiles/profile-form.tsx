import { useState } from "react";
import { useClient } from "urql";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { FormError, SelectField, TextField } from "../../design/field.tsx";
import { createProfile, deleteProfile, updateProfile } from "../../graphql/operations/account.ts";
import { useSession } from "../../session/session-context.tsx";
import { limitLabel, maturityRatings } from "../../titles/maturity.ts";
import { useSubmission } from "../sign-in/use-submission.ts";
import { PinField } from "./pin-dialog.tsx";
import styles from "./profiles.module.css";
import type { ProfileTile } from "./profiles-page.tsx";

type Props = {
  /** Undefined for a new one. */
  profile: ProfileTile | undefined;
  onClose: () => void;
  onSaved: () => void;
};

export function ProfileForm({ profile, onClose, onSaved }: Props) {
  const [values, setValues] = useState(valuesOf(profile));
  const change = (changed: Partial<ProfileValues>) => setValues({ ...values, ...changed });
  const { save, remove } = useProfileChanges(profile, onSaved);
  const problem = save.problem ?? remove.problem;
  return (
    <Dialog title={profile ? `Edit ${profile.name}` : "Add profile"} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save.submit(values);
        }}
      >
        <TextField
          label="Name"
          required
          maxLength={60}
          autoComplete="off"
          value={values.name}
          onChange={(event) => change({ name: event.target.value })}
        />
        <SelectField
          label="May watch"
          value={values.maturityLimit}
          onChange={(event) =>
            change({ maturityLimit: maturityRatings.find((rating) => rating === event.target.value) ?? values.maturityLimit })
          }
        >
          {maturityRatings.map((rating) => (
            <option key={rating} value={rating}>
              {limitLabel(rating)}
            </option>
          ))}
        </SelectField>
        {profile?.hasPin && (
          <PinField label="Present PIN, to change it" value={values.currentPin} onChange={(currentPin) => change({ currentPin })} />
        )}
        {!values.removePin && (
          <PinField
            label={profile?.hasPin ? "New PIN" : "PIN, if it should ask for one"}
            value={values.pin}
            onChange={(pin) => change({ pin })}
          />
        )}
        {profile?.hasPin && (
          <label className={styles.check}>
            <input type="checkbox" checked={values.removePin} onChange={(event) => change({ removePin: event.target.checked, pin: "" })} />
            Take the PIN away
          </label>
        )}
        {problem && <FormError>{problem}</FormError>}
        <div className={styles.actions}>
          {profile && (
            <Button
              look="danger"
              isBusy={remove.isBusy}
              onClick={() => confirm(`Delete ${profile.name} and its history?`) && void remove.submit(undefined)}
            >
              Delete
            </Button>
          )}
          <Button type="submit" look="primary" isBusy={save.isBusy}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type ProfileValues = ReturnType<typeof valuesOf>;

function valuesOf(profile: ProfileTile | undefined) {
  return {
    name: profile?.name ?? "",
    maturityLimit: profile?.maturityLimit ?? ("EIGHTEEN" as const),
    pin: "",
    currentPin: "",
    removePin: false,
  };
}

function useProfileChanges(profile: ProfileTile | undefined, onSaved: () => void) {
  const client = useClient();
  const session = useSession();
  const done = async (result: { __typename: string; message?: string } | undefined) => {
    if (!result) throw new Error("The graph did not answer.");
    if (result.message !== undefined) return { reason: result.__typename, message: result.message };
    await session.refresh();
    onSaved();
    return undefined;
  };
  const save = useSubmission(async ({ name, maturityLimit, pin, currentPin, removePin }: ProfileValues) => {
    if (!profile) {
      const { data } = await client.mutation(createProfile, { input: { name, maturityLimit, ...(pin ? { pin } : {}) } });
      return done(data?.createProfile);
    }
    const pins = { ...(pin ? { pin } : {}), ...(currentPin ? { currentPin } : {}), ...(removePin ? { removePin } : {}) };
    const { data } = await client.mutation(updateProfile, { input: { profileId: profile.id, name, maturityLimit, ...pins } });
    return done(data?.updateProfile);
  });
  const remove = useSubmission(async () => {
    const { data } = await client.mutation(deleteProfile, { input: { profileId: profile?.id ?? "" } });
    return done(data?.deleteProfile);
  });
  return { save, remove };
}
