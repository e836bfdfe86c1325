import type { ReactNode } from "react";

/** Icons are decoration: what they stand for is said in words beside them or in the label of their button. */
function icon(children: ReactNode) {
  return function Icon({ size = 20 }: { size?: number }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {children}
      </svg>
    );
  };
}

export const PlayIcon = icon(
  <path d="M7 4.8v14.4a.6.6 0 0 0 .92.5l11.2-7.2a.6.6 0 0 0 0-1L7.92 4.3A.6.6 0 0 0 7 4.8Z" fill="currentColor" stroke="none" />,
);
export const PauseIcon = icon(
  <g fill="currentColor" stroke="none">
    <rect x="6" y="4.5" width="4.2" height="15" rx="1" />
    <rect x="13.8" y="4.5" width="4.2" height="15" rx="1" />
  </g>,
);
export const BackTenIcon = icon(
  <>
    <path d="M4.5 12a7.5 7.5 0 1 0 2.6-5.7" />
    <path d="M7.4 2.8 6.8 6.5l3.7.5" />
    <path d="M9.4 10v4.4M12.4 11.4v1.6a1.3 1.3 0 0 0 2.6 0v-1.6a1.3 1.3 0 0 0-2.6 0Z" strokeWidth="1.4" />
  </>,
);
export const ForwardTenIcon = icon(
  <>
    <path d="M19.5 12a7.5 7.5 0 1 1-2.6-5.7" />
    <path d="m16.6 2.8.6 3.7-3.7.5" />
    <path d="M9.4 10v4.4M12.4 11.4v1.6a1.3 1.3 0 0 0 2.6 0v-1.6a1.3 1.3 0 0 0-2.6 0Z" strokeWidth="1.4" />
  </>,
);
export const VolumeIcon = icon(
  <>
    <path d="M4 9.5v5h3.2l4.3 3.6V5.9L7.2 9.5H4Z" fill="currentColor" />
    <path d="M15 9.2a4 4 0 0 1 0 5.6M17.6 6.6a7.6 7.6 0 0 1 0 10.8" />
  </>,
);
export const MutedIcon = icon(
  <>
    <path d="M4 9.5v5h3.2l4.3 3.6V5.9L7.2 9.5H4Z" fill="currentColor" />
    <path d="m15.5 9.8 4.4 4.4m0-4.4-4.4 4.4" />
  </>,
);
export const SettingsIcon = icon(
  <>
    <path d="M4 7h9m5 0h2M4 17h2m5 0h9" />
    <circle cx="15.5" cy="7" r="2.3" />
    <circle cx="8.5" cy="17" r="2.3" />
  </>,
);
export const AudioIcon = icon(<path d="M4 10.5v3M8 7v10M12 4v16M16 8v8M20 10.5v3" />);
export const FullScreenIcon = icon(<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" />);
export const LeaveFullScreenIcon = icon(<path d="M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5" />);
export const PictureInPictureIcon = icon(
  <>
    <rect x="3" y="5" width="18" height="14" rx="2" />
    <rect x="11.5" y="11" width="7" height="5.5" rx="1" fill="currentColor" stroke="none" />
  </>,
);
export const SearchIcon = icon(
  <>
    <circle cx="11" cy="11" r="6.5" />
    <path d="m16 16 4.5 4.5" />
  </>,
);
export const CloseIcon = icon(<path d="m6 6 12 12M18 6 6 18" />);
export const BackIcon = icon(<path d="M20 12H4.5M11 5l-7 7 7 7" />);
export const ChevronLeftIcon = icon(<path d="m14.5 5-7 7 7 7" />);
export const ChevronRightIcon = icon(<path d="m9.5 5 7 7-7 7" />);
export const CheckIcon = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const PencilIcon = icon(<path d="m4 20 1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L8 19l-4 1Z" />);
export const LockIcon = icon(
  <>
    <rect x="5.5" y="11" width="13" height="9" rx="2" />
    <path d="M8.5 11V8a3.5 3.5 0 0 1 7 0v3" />
  </>,
);
export const UploadIcon = icon(<path d="M12 15.5V4m0 0L7.5 8.5M12 4l4.5 4.5M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3" />);
export const RestartIcon = icon(
  <>
    <path d="M4.5 12a7.5 7.5 0 1 0 2.6-5.7" />
    <path d="M7.4 2.8 6.8 6.5l3.7.5" />
  </>,
);
export const ViewersIcon = icon(
  <>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" />
    <circle cx="12" cy="12" r="3" />
  </>,
);
export const OfflineIcon = icon(
  <path d="M3 3l18 18M5 12.5a10 10 0 0 1 4-2.4M2 9a14 14 0 0 1 4.4-2.9M10.5 5a14 14 0 0 1 11.5 4M14.8 10.4A10 10 0 0 1 19 12.5M8.5 16a5 5 0 0 1 6.6-.3M12 19.5h.01" />,
);
export const InfoIcon = icon(
  <>
    <circle cx="12" cy="12" r="9" />
    <path d="M12 11v5M12 7.8h.01" />
  </>,
);
