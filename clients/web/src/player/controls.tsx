import type { ReactNode } from "react";
import { IconButton } from "../design/button.tsx";
import {
  AudioIcon,
  BackTenIcon,
  ForwardTenIcon,
  FullScreenIcon,
  LeaveFullScreenIcon,
  MutedIcon,
  PauseIcon,
  PictureInPictureIcon,
  PlayIcon,
  SettingsIcon,
  VolumeIcon,
} from "../design/icons.tsx";
import { ChoiceMenu } from "./choice-menu.tsx";
import styles from "./controls.module.css";
import { SeekBar } from "./seek-bar.tsx";
import type { SourceChoices } from "./source.ts";
import type { MediaState } from "./use-media.ts";

export type ControlActions = {
  readonly togglePlay: () => void;
  readonly seekTo: (seconds: number) => void;
  readonly seekBy: (seconds: number) => void;
  readonly setVolume: (volume: number) => void;
  readonly toggleMute: () => void;
  readonly toggleFullScreen: () => void;
  readonly togglePictureInPicture: () => void;
  readonly chooseQuality: (index: number | undefined) => void;
  readonly chooseLanguage: (index: number) => void;
};

type Props = {
  media: MediaState;
  choices: SourceChoices;
  isFullScreen: boolean;
  actions: ControlActions;
  onMenu: (isOpen: boolean) => void;
};

export function Controls({ media, choices, isFullScreen, actions, onMenu }: Props) {
  return (
    <div className={styles.controls}>
      <SeekBar {...media} onSeek={actions.seekTo} />
      <div className={styles.buttons}>
        <IconButton label={media.isPaused ? "Play" : "Pause"} onClick={actions.togglePlay}>
          {media.isPaused ? <PlayIcon size={26} /> : <PauseIcon size={26} />}
        </IconButton>
        <IconButton label="Back 10 seconds" onClick={() => actions.seekBy(-10)}>
          <BackTenIcon size={24} />
        </IconButton>
        <IconButton label="Forward 10 seconds" onClick={() => actions.seekBy(10)}>
          <ForwardTenIcon size={24} />
        </IconButton>
        <Volume media={media} actions={actions} />
        <span className={styles.gap} />
        {choices.languages.length > 1 && (
          <ChoiceMenu
            label="Audio language"
            icon={<AudioIcon size={22} />}
            choices={choices.languages.map(({ index, name }) => ({ value: index, name }))}
            chosen={choices.language}
            onChoose={(index) => index !== undefined && actions.chooseLanguage(index)}
            onOpenChange={onMenu}
          />
        )}
        {choices.qualities.length > 0 && <QualityMenu choices={choices} onChoose={actions.chooseQuality} onMenu={onMenu} />}
        {document.pictureInPictureEnabled && (
          <IconButton label="Picture in picture" onClick={actions.togglePictureInPicture}>
            <PictureInPictureIcon size={22} />
          </IconButton>
        )}
        <IconButton label={isFullScreen ? "Leave full screen" : "Full screen"} onClick={actions.toggleFullScreen}>
          {isFullScreen ? <LeaveFullScreenIcon size={22} /> : <FullScreenIcon size={22} />}
        </IconButton>
      </div>
    </div>
  );
}

function Volume({ media, actions }: { media: MediaState; actions: ControlActions }): ReactNode {
  const isSilent = media.isMuted || media.volume === 0;
  return (
    <div className={styles.volume}>
      <IconButton label={isSilent ? "Unmute" : "Mute"} onClick={actions.toggleMute}>
        {isSilent ? <MutedIcon size={22} /> : <VolumeIcon size={22} />}
      </IconButton>
      <input
        type="range"
        aria-label="Volume"
        aria-valuetext={`${Math.round((isSilent ? 0 : media.volume) * 100)} %`}
        min={0}
        max={1}
        step={0.05}
        value={isSilent ? 0 : media.volume}
        onChange={(event) => actions.setVolume(event.target.valueAsNumber)}
      />
    </div>
  );
}

function QualityMenu({
  choices,
  onChoose,
  onMenu,
}: {
  choices: SourceChoices;
  onChoose: (index: number | undefined) => void;
  onMenu: (isOpen: boolean) => void;
}) {
  const playing = choices.qualities.find(({ index }) => index === choices.playingQuality)?.name;
  const auto = choices.quality === undefined && playing ? `Auto (${playing})` : "Auto";
  return (
    <ChoiceMenu
      label="Quality"
      icon={<SettingsIcon size={22} />}
      choices={[{ value: undefined, name: auto }, ...choices.qualities.map(({ index, name }) => ({ value: index, name }))]}
      chosen={choices.quality}
      onChoose={onChoose}
      onOpenChange={onMenu}
    />
  );
}
