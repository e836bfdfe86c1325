import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { IconButton } from "../design/button.tsx";
import styles from "./choice-menu.module.css";

export type Choice = { readonly value: number | undefined; readonly name: string };

type Props = {
  label: string;
  icon: ReactNode;
  choices: readonly Choice[];
  chosen: number | undefined;
  onChoose: (value: number | undefined) => void;
  onOpenChange: (isOpen: boolean) => void;
};

/** A button that opens a few radio buttons above it. Escape and a click elsewhere close them. */
export function ChoiceMenu({ label, icon, choices, chosen, onChoose, onOpenChange }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const name = useId();
  const open = (next: boolean) => {
    setIsOpen(next);
    onOpenChange(next);
  };
  const close = useRef(open);
  close.current = open;
  useEffect(() => {
    if (!isOpen) return undefined;
    root.current?.querySelector<HTMLInputElement>("input:checked")?.focus();
    const closeElsewhere = (event: Event) => {
      if (!(event.target instanceof Node && root.current?.contains(event.target))) close.current(false);
    };
    document.addEventListener("pointerdown", closeElsewhere);
    return () => document.removeEventListener("pointerdown", closeElsewhere);
  }, [isOpen]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the menu from wherever the focus is in it.
    <div
      ref={root}
      className={styles.root}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen) return;
        event.preventDefault();
        open(false);
        button.current?.focus();
      }}
    >
      <IconButton ref={button} label={label} aria-expanded={isOpen} onClick={() => open(!isOpen)}>
        {icon}
      </IconButton>
      {isOpen && (
        <fieldset className={styles.menu}>
          <legend>{label}</legend>
          {choices.map((choice) => (
            <label key={choice.name}>
              <input type="radio" name={name} checked={choice.value === chosen} onChange={() => onChoose(choice.value)} />
              {choice.name}
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}
