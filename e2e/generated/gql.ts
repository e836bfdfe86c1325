/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation StartForPlayers($input: StartPlaybackInput!) {\n    startPlayback(input: $input) { __typename ... on PlaybackSession { manifests { hls dash } } ... on Refusal { message } }\n  }\n": typeof types.StartForPlayersDocument,
    "\n  mutation StartForHostileInput($input: StartPlaybackInput!) {\n    startPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { id token startedAt manifests { hls dash } }\n      ... on Refusal { message }\n    }\n  }\n": typeof types.StartForHostileInputDocument,
    "\n  mutation ReportForHostileInput($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) {\n      __typename\n      ... on PlaybackReport { events { sequence status reason } }\n      ... on InvalidToken { message }\n    }\n  }\n": typeof types.ReportForHostileInputDocument,
    "\n  mutation ImportForHostileInput($input: ImportVideoInput!) {\n    importVideo(input: $input) { __typename ... on InvalidSource { message } }\n  }\n": typeof types.ImportForHostileInputDocument,
    "\n  mutation ImportForTest($input: ImportVideoInput!) {\n    importVideo(input: $input) { ... on ImportJob { id } ... on InvalidSource { message } }\n  }\n": typeof types.ImportForTestDocument,
    "\n  query JobForTest($id: ID!) {\n    importJob(id: $id) { state error playable { id name } }\n  }\n": typeof types.JobForTestDocument,
    "\n  subscription LiveViewerCount($id: ID!) {\n    viewerCount(playableId: $id) { viewers precision playable { name } }\n  }\n": typeof types.LiveViewerCountDocument,
    "\n  mutation StartForLiveCount($input: StartPlaybackInput!) {\n    startPlayback(input: $input) { __typename ... on PlaybackSession { token } ... on Refusal { message } }\n  }\n": typeof types.StartForLiveCountDocument,
    "\n  mutation ReportForLiveCount($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) { ... on PlaybackReport { events { status reason } } ... on InvalidToken { message } }\n  }\n": typeof types.ReportForLiveCountDocument,
    "\n  mutation SignInForTest($input: SignInInput!) {\n    signIn(input: $input) {\n      ... on SignedIn { accessToken profile { id } account { profiles { id } } }\n      ... on Refusal { message }\n    }\n  }\n": typeof types.SignInForTestDocument,
    "\n  mutation SelectForTest($input: SelectProfileInput!) {\n    selectProfile(input: $input) {\n      ... on ProfileSelected { accessToken }\n      ... on Refusal { message }\n    }\n  }\n": typeof types.SelectForTestDocument,
    "\n  mutation SignInForSlots($input: SignInInput!) {\n    signIn(input: $input) { ... on SignedIn { accessToken } ... on Refusal { message } }\n  }\n": typeof types.SignInForSlotsDocument,
    "\n  mutation StartForSlots($input: StartPlaybackInput!) {\n    startPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { id token }\n      ... on TooManyStreams { limit active { sessionId deviceName playable { name } } }\n      ... on Refusal { message }\n    }\n  }\n": typeof types.StartForSlotsDocument,
    "\n  mutation EndForSlots($input: EndPlaybackInput!) {\n    endPlayback(input: $input) { __typename }\n  }\n": typeof types.EndForSlotsDocument,
    "\n  mutation RenewForSlots($input: RenewPlaybackInput!) {\n    renewPlayback(input: $input) { __typename }\n  }\n": typeof types.RenewForSlotsDocument,
    "\n  mutation ReportForSlots($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) { ... on PlaybackReport { events { status } } ... on InvalidToken { message } }\n  }\n": typeof types.ReportForSlotsDocument,
    "\n  query PlanForSlots {\n    me { plan { id maxStreams } }\n  }\n": typeof types.PlanForSlotsDocument,
};
const documents: Documents = {
    "\n  mutation StartForPlayers($input: StartPlaybackInput!) {\n    startPlayback(input: $input) { __typename ... on PlaybackSession { manifests { hls dash } } ... on Refusal { message } }\n  }\n": types.StartForPlayersDocument,
    "\n  mutation StartForHostileInput($input: StartPlaybackInput!) {\n    startPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { id token startedAt manifests { hls dash } }\n      ... on Refusal { message }\n    }\n  }\n": types.StartForHostileInputDocument,
    "\n  mutation ReportForHostileInput($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) {\n      __typename\n      ... on PlaybackReport { events { sequence status reason } }\n      ... on InvalidToken { message }\n    }\n  }\n": types.ReportForHostileInputDocument,
    "\n  mutation ImportForHostileInput($input: ImportVideoInput!) {\n    importVideo(input: $input) { __typename ... on InvalidSource { message } }\n  }\n": types.ImportForHostileInputDocument,
    "\n  mutation ImportForTest($input: ImportVideoInput!) {\n    importVideo(input: $input) { ... on ImportJob { id } ... on InvalidSource { message } }\n  }\n": types.ImportForTestDocument,
    "\n  query JobForTest($id: ID!) {\n    importJob(id: $id) { state error playable { id name } }\n  }\n": types.JobForTestDocument,
    "\n  subscription LiveViewerCount($id: ID!) {\n    viewerCount(playableId: $id) { viewers precision playable { name } }\n  }\n": types.LiveViewerCountDocument,
    "\n  mutation StartForLiveCount($input: StartPlaybackInput!) {\n    startPlayback(input: $input) { __typename ... on PlaybackSession { token } ... on Refusal { message } }\n  }\n": types.StartForLiveCountDocument,
    "\n  mutation ReportForLiveCount($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) { ... on PlaybackReport { events { status reason } } ... on InvalidToken { message } }\n  }\n": types.ReportForLiveCountDocument,
    "\n  mutation SignInForTest($input: SignInInput!) {\n    signIn(input: $input) {\n      ... on SignedIn { accessToken profile { id } account { profiles { id } } }\n      ... on Refusal { message }\n    }\n  }\n": types.SignInForTestDocument,
    "\n  mutation SelectForTest($input: SelectProfileInput!) {\n    selectProfile(input: $input) {\n      ... on ProfileSelected { accessToken }\n      ... on Refusal { message }\n    }\n  }\n": types.SelectForTestDocument,
    "\n  mutation SignInForSlots($input: SignInInput!) {\n    signIn(input: $input) { ... on SignedIn { accessToken } ... on Refusal { message } }\n  }\n": types.SignInForSlotsDocument,
    "\n  mutation StartForSlots($input: StartPlaybackInput!) {\n    startPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { id token }\n      ... on TooManyStreams { limit active { sessionId deviceName playable { name } } }\n      ... on Refusal { message }\n    }\n  }\n": types.StartForSlotsDocument,
    "\n  mutation EndForSlots($input: EndPlaybackInput!) {\n    endPlayback(input: $input) { __typename }\n  }\n": types.EndForSlotsDocument,
    "\n  mutation RenewForSlots($input: RenewPlaybackInput!) {\n    renewPlayback(input: $input) { __typename }\n  }\n": types.RenewForSlotsDocument,
    "\n  mutation ReportForSlots($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) { ... on PlaybackReport { events { status } } ... on InvalidToken { message } }\n  }\n": types.ReportForSlotsDocument,
    "\n  query PlanForSlots {\n    me { plan { id maxStreams } }\n  }\n": types.PlanForSlotsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartForPlayers($input: StartPlaybackInput!) {\n    startPlayback(input: $input) { __typename ... on PlaybackSession { manifests { hls dash } } ... on Refusal { message } }\n  }\n"): (typeof documents)["\n  mutation StartForPlayers($input: StartPlaybackInput!) {\n    startPlayback(input: $input) { __typename ... on PlaybackSession { manifests { hls dash } } ... on Refusal { message } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartForHostileInput($input: StartPlaybackInput!) {\n    startPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { id token startedAt manifests { hls dash } }\n      ... on Refusal { message }\n    }\n  }\n"): (typeof documents)["\n  mutation StartForHostileInput($input: StartPlaybackInput!) {\n    startPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { id token startedAt manifests { hls dash } }\n      ... on Refusal { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ReportForHostileInput($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) {\n      __typename\n      ... on PlaybackReport { events { sequence status reason } }\n      ... on InvalidToken { message }\n    }\n  }\n"): (typeof documents)["\n  mutation ReportForHostileInput($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) {\n      __typename\n      ... on PlaybackReport { events { sequence status reason } }\n      ... on InvalidToken { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ImportForHostileInput($input: ImportVideoInput!) {\n    importVideo(input: $input) { __typename ... on InvalidSource { message } }\n  }\n"): (typeof documents)["\n  mutation ImportForHostileInput($input: ImportVideoInput!) {\n    importVideo(input: $input) { __typename ... on InvalidSource { message } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ImportForTest($input: ImportVideoInput!) {\n    importVideo(input: $input) { ... on ImportJob { id } ... on InvalidSource { message } }\n  }\n"): (typeof documents)["\n  mutation ImportForTest($input: ImportVideoInput!) {\n    importVideo(input: $input) { ... on ImportJob { id } ... on InvalidSource { message } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query JobForTest($id: ID!) {\n    importJob(id: $id) { state error playable { id name } }\n  }\n"): (typeof documents)["\n  query JobForTest($id: ID!) {\n    importJob(id: $id) { state error playable { id name } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription LiveViewerCount($id: ID!) {\n    viewerCount(playableId: $id) { viewers precision playable { name } }\n  }\n"): (typeof documents)["\n  subscription LiveViewerCount($id: ID!) {\n    viewerCount(playableId: $id) { viewers precision playable { name } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartForLiveCount($input: StartPlaybackInput!) {\n    startPlayback(input: $input) { __typename ... on PlaybackSession { token } ... on Refusal { message } }\n  }\n"): (typeof documents)["\n  mutation StartForLiveCount($input: StartPlaybackInput!) {\n    startPlayback(input: $input) { __typename ... on PlaybackSession { token } ... on Refusal { message } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ReportForLiveCount($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) { ... on PlaybackReport { events { status reason } } ... on InvalidToken { message } }\n  }\n"): (typeof documents)["\n  mutation ReportForLiveCount($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) { ... on PlaybackReport { events { status reason } } ... on InvalidToken { message } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignInForTest($input: SignInInput!) {\n    signIn(input: $input) {\n      ... on SignedIn { accessToken profile { id } account { profiles { id } } }\n      ... on Refusal { message }\n    }\n  }\n"): (typeof documents)["\n  mutation SignInForTest($input: SignInInput!) {\n    signIn(input: $input) {\n      ... on SignedIn { accessToken profile { id } account { profiles { id } } }\n      ... on Refusal { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SelectForTest($input: SelectProfileInput!) {\n    selectProfile(input: $input) {\n      ... on ProfileSelected { accessToken }\n      ... on Refusal { message }\n    }\n  }\n"): (typeof documents)["\n  mutation SelectForTest($input: SelectProfileInput!) {\n    selectProfile(input: $input) {\n      ... on ProfileSelected { accessToken }\n      ... on Refusal { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignInForSlots($input: SignInInput!) {\n    signIn(input: $input) { ... on SignedIn { accessToken } ... on Refusal { message } }\n  }\n"): (typeof documents)["\n  mutation SignInForSlots($input: SignInInput!) {\n    signIn(input: $input) { ... on SignedIn { accessToken } ... on Refusal { message } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartForSlots($input: StartPlaybackInput!) {\n    startPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { id token }\n      ... on TooManyStreams { limit active { sessionId deviceName playable { name } } }\n      ... on Refusal { message }\n    }\n  }\n"): (typeof documents)["\n  mutation StartForSlots($input: StartPlaybackInput!) {\n    startPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { id token }\n      ... on TooManyStreams { limit active { sessionId deviceName playable { name } } }\n      ... on Refusal { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EndForSlots($input: EndPlaybackInput!) {\n    endPlayback(input: $input) { __typename }\n  }\n"): (typeof documents)["\n  mutation EndForSlots($input: EndPlaybackInput!) {\n    endPlayback(input: $input) { __typename }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RenewForSlots($input: RenewPlaybackInput!) {\n    renewPlayback(input: $input) { __typename }\n  }\n"): (typeof documents)["\n  mutation RenewForSlots($input: RenewPlaybackInput!) {\n    renewPlayback(input: $input) { __typename }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ReportForSlots($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) { ... on PlaybackReport { events { status } } ... on InvalidToken { message } }\n  }\n"): (typeof documents)["\n  mutation ReportForSlots($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) { ... on PlaybackReport { events { status } } ... on InvalidToken { message } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PlanForSlots {\n    me { plan { id maxStreams } }\n  }\n"): (typeof documents)["\n  query PlanForSlots {\n    me { plan { id maxStreams } }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;