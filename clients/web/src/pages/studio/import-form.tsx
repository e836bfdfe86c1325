import { useId, useRef, useState } from "react";
import { Button } from "../../design/button.tsx";
import { FormError, SelectField, TextField } from "../../design/field.tsx";
import { UploadIcon } from "../../design/icons.tsx";
import { ProgressBar } from "../../design/progress-bar.tsx";
import type { PlayableKind } from "../../graphql/generated/graphql.ts";
import styles from "./studio.module.css";
import { type ImportStep, useImport } from "./use-import.ts";

export function ImportForm({ onQueued }: { onQueued: () => void }) {
  const { state, start, cancel } = useImport(onQueued);
  const [file, setFile] = useState<File>();
  const [title, setTitle] = useState("");
  const [kind, setKind] = useState<PlayableKind>("MOVIE");
  const isBusy = state.step === "uploading" || state.step === "queueing";
  const choose = (chosen: File | undefined) => {
    setFile(chosen);
    if (chosen && !title) setTitle(titleFrom(chosen.name));
  };
  const submit = async () => {
    if (!file || !(await start({ file, title: title.trim(), kind }))) return;
    setFile(undefined);
    setTitle("");
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <FileDrop file={file} isDisabled={isBusy} onChoose={choose} />
      <div className={styles.fields}>
        <TextField
          label="Title"
          required
          maxLength={200}
          value={title}
          disabled={isBusy}
          onChange={(event) => setTitle(event.target.value)}
        />
        <SelectField
          label="Kind"
          value={kind}
          disabled={isBusy}
          onChange={(event) => setKind(event.target.value === "EPISODE" ? "EPISODE" : "MOVIE")}
        >
          <option value="MOVIE">Film</option>
          <option value="EPISODE">Episode</option>
        </SelectField>
      </div>
      {state.step === "failed" && <FormError>{state.message}</FormError>}
      <div className={styles.submit}>
        <Button type="submit" look="primary" icon={<UploadIcon />} isBusy={isBusy} disabled={!file}>
          Import
        </Button>
        {isBusy && <UploadProgress state={state} onCancel={cancel} />}
      </div>
    </form>
  );
}

function FileDrop({
  file,
  isDisabled,
  onChoose,
}: {
  file: File | undefined;
  isDisabled: boolean;
  onChoose: (file: File | undefined) => void;
}) {
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the input inside does the same for everybody.
    <div
      className={styles.drop}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        if (!isDisabled) onChoose(event.dataTransfer.files[0]);
      }}
    >
      <UploadIcon size={28} />
      <label htmlFor={id}>Video file</label>
      <input
        ref={input}
        id={id}
        type="file"
        accept="video/*,.mkv,.ts,.avi,.mov,.mp4,.webm"
        disabled={isDisabled}
        onChange={(event) => onChoose(event.target.files?.[0])}
      />
      <p>{file ? `${file.name}, ${sizeOf(file.size)}` : "Drop it here, or choose it"}</p>
    </div>
  );
}

function UploadProgress({ state, onCancel }: { state: ImportStep; onCancel: () => void }) {
  const percent = state.step === "uploading" ? state.percent : 100;
  return (
    <>
      <div className={styles.progress}>
        <ProgressBar percent={percent} label="Uploaded" />
        <span>{state.step === "uploading" ? `Uploading ${Math.floor(percent)} %` : "Queueing"}</span>
      </div>
      <Button look="quiet" onClick={onCancel}>
        Cancel
      </Button>
    </>
  );
}

/** "big_buck-bunny.1080p.mp4" suggests "big buck bunny 1080p". */
function titleFrom(fileName: string): string {
  return fileName
    .replace(/\.[^.]+$/, "")
    .replace(/[._-]+/g, " ")
    .trim();
}

function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
