/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** How much a live count can be relied on. */
export type CountPrecision =
  /** Every session is counted. */
  | 'EXACT'
  /** Some sessions are not known right now, so there are at least this many. */
  | 'PARTIAL'
  /** Nothing is known right now, so there is no number. */
  | 'UNKNOWN';

/** Which session to end. */
export type EndPlaybackInput = {
  /** This session, or another of the same account. */
  sessionId: string | number;
};

/** Where an import stands. */
export type ImportState =
  /** It was given up; the job's error says why. */
  | 'FAILED'
  /** The source is looked at. */
  | 'PROBING'
  /** It waits for a worker. */
  | 'QUEUED'
  /** It can be watched. */
  | 'READY'
  /** The renditions are encoded. */
  | 'TRANSCODING'
  /** The output is read back and checked. */
  | 'VERIFYING';

/** Where a video comes from and what becomes of it. Give either title or playableId. */
export type ImportVideoInput = {
  /** Chosen by the client: the same key gives the same job. A refusal is not remembered. */
  idempotencyKey: string;
  /** What a new playable is. */
  kind?: PlayableKind | null | undefined;
  /** The playable whose video is replaced. */
  playableId?: string | number | null | undefined;
  /** What an upload answered ("upload:…"), or a "file:" URL in a folder that the operator of the service allows. */
  sourceUrl: string;
  /** The name of a new playable. */
  title?: string | null | undefined;
};

/** What a new import becomes. */
export type PlayableKind =
  /** A part of a series. */
  | 'EPISODE'
  /** A title of its own. */
  | 'MOVIE';

/** One moment of a watching, as the device saw it. */
export type PlaybackEventInput = {
  /** Milliseconds since the session's `startedAt`, by a clock that never jumps; 24 hours at most. */
  elapsedMs: number;
  /** What happened. */
  kind: PlaybackEventKind;
  /** The position in the film in seconds; for a channel, how far behind its live edge. */
  positionSeconds: number;
  /** Counts the session's events from 1; sent again, an event keeps its number. */
  sequence: number;
  /** Milliseconds watched since the event before. */
  watchedDeltaMs: number;
  /** Milliseconds watched in the session so far, this event's delta included. */
  watchedMs: number;
};

/** What happened on the device. */
export type PlaybackEventKind =
  /** It waits for media. */
  | 'BUFFERING'
  /** The film came to its end. */
  | 'ENDED'
  /** It cannot go on. */
  | 'FAILED'
  /** The viewer paused. */
  | 'PAUSED'
  /** It plays; sent again every `reportIntervalSeconds` while it does. */
  | 'PLAYING'
  /** The viewer went to another position. */
  | 'SEEKED'
  /** The first picture was shown. */
  | 'STARTED'
  /** The viewer left. */
  | 'STOPPED';

/** Which session to go on with. */
export type RenewPlaybackInput = {
  /** The session's token. */
  token: string;
};

/** What a device has to say of one session. */
export type ReportPlaybackInput = {
  /** 1 to 100 events of that session. */
  events: Array<PlaybackEventInput>;
  /** The session's token, as `startPlayback` gave it. */
  token: string;
};

/** What became of a reported event. */
export type ReportStatus =
  /** It is kept and will be counted; the same for a repeat. */
  | 'ACCEPTED'
  /** It cannot be true, for the reason given; sending it again changes nothing. */
  | 'REFUSED'
  /** It is older than what is still taken; forget it. */
  | 'TOO_LATE'
  /** It could not be kept now; send it again after `retryAfterSeconds`. */
  | 'TRY_AGAIN';

/** How a session's watch time is reported; a session has one source. */
export type ReportingSource =
  /** By the player itself, as CMCD events over HTTP. */
  | 'CMCD'
  /** By the mutation reportPlayback. */
  | 'GRAPH';

/** Who is watching. */
export type SelectProfileInput = {
  /** Its PIN, where it has one. */
  pin?: string | null | undefined;
  /** A profile of the account. */
  profileId: string | number;
};

/** Who signs in, and on what. */
export type SignInInput = {
  /** What to call this device in the list of devices. */
  deviceName?: string | null | undefined;
  /** The e-mail address of the account. */
  email: string;
  /** The account's password. */
  password: string;
};

/** What to play, and how its watching is reported. */
export type StartPlaybackInput = {
  /** The device's clock now; needed for CMCD, whose times are the device's. */
  deviceTime?: string | null | undefined;
  /** Chosen by the client: the same key gives the same session. A refusal is not remembered. */
  idempotencyKey: string;
  /** A movie, an episode or a channel. */
  playableId: string | number;
  /** Which reports carry the watch time. */
  reporting?: ReportingSource | null | undefined;
};

export type StartForPlayersMutationVariables = Exact<{
  input: StartPlaybackInput;
}>;


export type StartForPlayersMutation = { startPlayback:
    | { __typename: 'MaturityRestricted', message: string }
    | { __typename: 'NotAvailable', message: string }
    | { __typename: 'NotEntitled', message: string }
    | { __typename: 'NotReady', message: string }
    | { __typename: 'PlaybackSession', manifests: { hls: string, dash: string } }
    | { __typename: 'ProfileRequired', message: string }
    | { __typename: 'TooManyStreams', message: string }
    | { __typename: 'UnknownPlayable', message: string }
   };

export type StartForHostileInputMutationVariables = Exact<{
  input: StartPlaybackInput;
}>;


export type StartForHostileInputMutation = { startPlayback:
    | { __typename: 'MaturityRestricted', message: string }
    | { __typename: 'NotAvailable', message: string }
    | { __typename: 'NotEntitled', message: string }
    | { __typename: 'NotReady', message: string }
    | { __typename: 'PlaybackSession', id: string, token: string, startedAt: string, manifests: { hls: string, dash: string } }
    | { __typename: 'ProfileRequired', message: string }
    | { __typename: 'TooManyStreams', message: string }
    | { __typename: 'UnknownPlayable', message: string }
   };

export type ReportForHostileInputMutationVariables = Exact<{
  input: ReportPlaybackInput;
}>;


export type ReportForHostileInputMutation = { reportPlayback:
    | { __typename: 'InvalidToken', message: string }
    | { __typename: 'PlaybackReport', events: Array<{ sequence: number, status: ReportStatus, reason: string | null }> }
   };

export type ImportForHostileInputMutationVariables = Exact<{
  input: ImportVideoInput;
}>;


export type ImportForHostileInputMutation = { importVideo:
    | { __typename: 'ImportJob' }
    | { __typename: 'InvalidSource', message: string }
   };

export type ImportForTestMutationVariables = Exact<{
  input: ImportVideoInput;
}>;


export type ImportForTestMutation = { importVideo:
    | { id: string }
    | { message: string }
   };

export type JobForTestQueryVariables = Exact<{
  id: string | number;
}>;


export type JobForTestQuery = { importJob: { state: ImportState, error: string | null, playable:
      | { id: string, name: string }
      | { id: string, name: string }
      | { id: string, name: string }
     | null } | null };

export type LiveViewerCountSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type LiveViewerCountSubscription = { viewerCount: { viewers: number | null, precision: CountPrecision, playable:
      | { name: string }
      | { name: string }
      | { name: string }
     | null } };

export type StartForLiveCountMutationVariables = Exact<{
  input: StartPlaybackInput;
}>;


export type StartForLiveCountMutation = { startPlayback:
    | { __typename: 'MaturityRestricted', message: string }
    | { __typename: 'NotAvailable', message: string }
    | { __typename: 'NotEntitled', message: string }
    | { __typename: 'NotReady', message: string }
    | { __typename: 'PlaybackSession', token: string }
    | { __typename: 'ProfileRequired', message: string }
    | { __typename: 'TooManyStreams', message: string }
    | { __typename: 'UnknownPlayable', message: string }
   };

export type ReportForLiveCountMutationVariables = Exact<{
  input: ReportPlaybackInput;
}>;


export type ReportForLiveCountMutation = { reportPlayback:
    | { message: string }
    | { events: Array<{ status: ReportStatus, reason: string | null }> }
   };

export type SignInForTestMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInForTestMutation = { signIn:
    | { accessToken: string, profile: { id: string } | null, account: { profiles: Array<{ id: string }> } }
    | { message: string }
    | { message: string }
   };

export type SelectForTestMutationVariables = Exact<{
  input: SelectProfileInput;
}>;


export type SelectForTestMutation = { selectProfile:
    | { accessToken: string }
    | { message: string }
    | { message: string }
    | { message: string }
   };

export type SignInForSlotsMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInForSlotsMutation = { signIn:
    | { accessToken: string }
    | { message: string }
    | { message: string }
   };

export type StartForSlotsMutationVariables = Exact<{
  input: StartPlaybackInput;
}>;


export type StartForSlotsMutation = { startPlayback:
    | { __typename: 'MaturityRestricted', message: string }
    | { __typename: 'NotAvailable', message: string }
    | { __typename: 'NotEntitled', message: string }
    | { __typename: 'NotReady', message: string }
    | { __typename: 'PlaybackSession', id: string, token: string }
    | { __typename: 'ProfileRequired', message: string }
    | { __typename: 'TooManyStreams', limit: number, message: string, active: Array<{ sessionId: string, deviceName: string | null, playable:
          | { name: string }
          | { name: string }
          | { name: string }
         | null }> }
    | { __typename: 'UnknownPlayable', message: string }
   };

export type EndForSlotsMutationVariables = Exact<{
  input: EndPlaybackInput;
}>;


export type EndForSlotsMutation = { endPlayback:
    | { __typename: 'EndedPlayback' }
    | { __typename: 'UnknownPlayback' }
   };

export type RenewForSlotsMutationVariables = Exact<{
  input: RenewPlaybackInput;
}>;


export type RenewForSlotsMutation = { renewPlayback:
    | { __typename: 'PlaybackEnded' }
    | { __typename: 'PlaybackSession' }
   };

export type ReportForSlotsMutationVariables = Exact<{
  input: ReportPlaybackInput;
}>;


export type ReportForSlotsMutation = { reportPlayback:
    | { message: string }
    | { events: Array<{ status: ReportStatus }> }
   };

export type PlanForSlotsQueryVariables = Exact<{ [key: string]: never; }>;


export type PlanForSlotsQuery = { me: { plan: { id: string, maxStreams: number } } | null };


export const StartForPlayersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartForPlayers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StartPlaybackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startPlayback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PlaybackSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"manifests"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hls"}},{"kind":"Field","name":{"kind":"Name","value":"dash"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refusal"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<StartForPlayersMutation, StartForPlayersMutationVariables>;
export const StartForHostileInputDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartForHostileInput"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StartPlaybackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startPlayback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PlaybackSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"manifests"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hls"}},{"kind":"Field","name":{"kind":"Name","value":"dash"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refusal"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<StartForHostileInputMutation, StartForHostileInputMutationVariables>;
export const ReportForHostileInputDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReportForHostileInput"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReportPlaybackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reportPlayback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PlaybackReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ReportForHostileInputMutation, ReportForHostileInputMutationVariables>;
export const ImportForHostileInputDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ImportForHostileInput"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ImportVideoInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"importVideo"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidSource"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ImportForHostileInputMutation, ImportForHostileInputMutationVariables>;
export const ImportForTestDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ImportForTest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ImportVideoInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"importVideo"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImportJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidSource"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ImportForTestMutation, ImportForTestMutationVariables>;
export const JobForTestDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"JobForTest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"importJob"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"error"}},{"kind":"Field","name":{"kind":"Name","value":"playable"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<JobForTestQuery, JobForTestQueryVariables>;
export const LiveViewerCountDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"LiveViewerCount"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewerCount"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"playableId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewers"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"playable"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<LiveViewerCountSubscription, LiveViewerCountSubscriptionVariables>;
export const StartForLiveCountDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartForLiveCount"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StartPlaybackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startPlayback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PlaybackSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refusal"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<StartForLiveCountMutation, StartForLiveCountMutationVariables>;
export const ReportForLiveCountDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReportForLiveCount"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReportPlaybackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reportPlayback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PlaybackReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ReportForLiveCountMutation, ReportForLiveCountMutationVariables>;
export const SignInForTestDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignInForTest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SignInInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signIn"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"profiles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refusal"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SignInForTestMutation, SignInForTestMutationVariables>;
export const SelectForTestDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SelectForTest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SelectProfileInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"selectProfile"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProfileSelected"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refusal"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SelectForTestMutation, SelectForTestMutationVariables>;
export const SignInForSlotsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignInForSlots"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SignInInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signIn"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refusal"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SignInForSlotsMutation, SignInForSlotsMutationVariables>;
export const StartForSlotsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartForSlots"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StartPlaybackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startPlayback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PlaybackSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"token"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TooManyStreams"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"active"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessionId"}},{"kind":"Field","name":{"kind":"Name","value":"deviceName"}},{"kind":"Field","name":{"kind":"Name","value":"playable"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refusal"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<StartForSlotsMutation, StartForSlotsMutationVariables>;
export const EndForSlotsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"EndForSlots"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EndPlaybackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endPlayback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as DocumentNode<EndForSlotsMutation, EndForSlotsMutationVariables>;
export const RenewForSlotsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RenewForSlots"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RenewPlaybackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"renewPlayback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as DocumentNode<RenewForSlotsMutation, RenewForSlotsMutationVariables>;
export const ReportForSlotsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReportForSlots"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReportPlaybackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reportPlayback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PlaybackReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ReportForSlotsMutation, ReportForSlotsMutationVariables>;
export const PlanForSlotsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PlanForSlots"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"plan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"maxStreams"}}]}}]}}]}}]} as unknown as DocumentNode<PlanForSlotsQuery, PlanForSlotsQueryVariables>;