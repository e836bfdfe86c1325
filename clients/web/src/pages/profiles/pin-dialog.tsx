import { useState } from "react";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { FormError, TextField } from "../../design/field.tsx";
import styles from "./profiles.module.css";
import type { ProfileTile } from "./profiles-page.tsx";

type Props = {
  profile: ProfileTile;
  /** Answers what was wrong, or undefined. */
  onEnter: (pin: string) => Promise<string | undefined>;
  onClose: () => void;
};

export function PinDialog({ profile, onEnter, onClose }: Props) {
  const [pin, setPin] = useState("");
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const enter = async () => {
    setIsBusy(true);
    setProblem(await onEnter(pin));
    setIsBusy(false);
    setPin("");
  };
  return (
    <Dialog title={`PIN of ${profile.name}`} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <PinField label="PIN" value={pin} onChange={setPin} isRequired />
        {problem && <FormError>{problem}</FormError>}
        <div className={styles.actions}>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" isBusy={isBusy}>
            Unlock
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function PinField({
  label,
  value,
  onChange,
  isRequired = false,
}: {
  label: string;
  value: string;
  onChange: (pin: string) => void;
  isRequired?: boolean;
}) {
  return (
    <TextField
      label={label}
      hint="4 to 8 digits"
      type="password"
      inputMode="numeric"
      autoComplete="off"
      pattern="[0-9]{4,8}"
      maxLength={8}
      required={isRequired}
      value={value}
      onChange={(event) => onChange(event.target.value.replace(/\D/g, ""))}
    />
  );
}
