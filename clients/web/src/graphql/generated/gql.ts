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
    "\n  query Profiles {\n    me {\n      id\n      profiles { id name maturityLimit hasPin }\n    }\n  }\n": typeof types.ProfilesDocument,
    "\n  mutation CreateProfile($input: CreateProfileInput!) {\n    createProfile(input: $input) {\n      __typename\n      ... on ProfileCreated { profile { id } }\n      ... on Refusal { message }\n    }\n  }\n": typeof types.CreateProfileDocument,
    "\n  mutation UpdateProfile($input: UpdateProfileInput!) {\n    updateProfile(input: $input) {\n      __typename\n      ... on ProfileUpdated { profile { id } }\n      ... on Refusal { message }\n    }\n  }\n": typeof types.UpdateProfileDocument,
    "\n  mutation DeleteProfile($input: DeleteProfileInput!) {\n    deleteProfile(input: $input) {\n      __typename\n      ... on Refusal { message }\n    }\n  }\n": typeof types.DeleteProfileDocument,
    "\n  query Account {\n    me {\n      id\n      email\n      plan { name maxStreams }\n      devices { id name lastSeenAt isCurrent }\n    }\n  }\n": typeof types.AccountDocument,
    "\n  mutation SignOutDevice($deviceId: ID!) {\n    signOutDevice(deviceId: $deviceId)\n  }\n": typeof types.SignOutDeviceDocument,
    "\n  fragment TitleCard on Title {\n    __typename\n    id\n    name\n    year\n    artwork { kind url }\n    ... on Playable {\n      video { state percent }\n      stillUrl\n    }\n  }\n": typeof types.TitleCardFragmentDoc,
    "\n  query Home {\n    shelves {\n      id\n      name\n      titles(first: 16) {\n        nodes {\n          ...TitleCard\n          synopsis\n          maturityRating\n        }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n": typeof types.HomeDocument,
    "\n  query ShelfPage($id: ID!, $after: String) {\n    shelf(id: $id) {\n      titles(first: 16, after: $after) {\n        nodes { ...TitleCard }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n": typeof types.ShelfPageDocument,
    "\n  query Search($search: String, $filter: TitleFilter, $first: Int!, $after: String) {\n    titles(search: $search, filter: $filter, first: $first, after: $after) {\n      nodes { ...TitleCard }\n      pageInfo { hasNextPage endCursor }\n      totalCount\n    }\n  }\n": typeof types.SearchDocument,
    "\n  query Genres {\n    genres { id name }\n  }\n": typeof types.GenresDocument,
    "\n  query Title($id: ID!) {\n    title(id: $id) {\n      __typename\n      id\n      name\n      synopsis\n      year\n      maturityRating\n      genres { id name }\n      artwork { kind url }\n      credits { role character person { id name } }\n      isPlayableNow\n      availableFrom\n      ... on Movie { durationSeconds }\n      ... on Playable {\n        video { state percent }\n        stillUrl\n        progress { positionSeconds percent finished }\n      }\n      ... on Series {\n        seasons {\n          number\n          episodes {\n            id\n            name\n            number\n            synopsis\n            durationSeconds\n            ... on Playable {\n              video { state percent }\n              stillUrl\n              progress { positionSeconds percent finished updatedAt }\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.TitleDocument,
    "\n  subscription LiveViewers($first: Int!) {\n    liveViewers(first: $first) {\n      viewers\n      asOf\n      precision\n      playable {\n        id\n        name\n        ... on Episode { series { id name } }\n      }\n    }\n  }\n": typeof types.LiveViewersDocument,
    "\n  query ImportJobs($first: Int!, $after: String) {\n    importJobs(first: $first, after: $after) {\n      nodes {\n        id\n        state\n        percent\n        error\n        title\n        createdAt\n        playable { id }\n        renditions { kind codec width height bitrateKbps framesPerSecond language }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.ImportJobsDocument,
    "\n  subscription ImportProgress($jobId: ID!) {\n    importProgress(jobId: $jobId) {\n      id\n      state\n      percent\n      error\n    }\n  }\n": typeof types.ImportProgressDocument,
    "\n  mutation ImportVideo($input: ImportVideoInput!) {\n    importVideo(input: $input) {\n      __typename\n      ... on ImportJob { id }\n      ... on Refusal { message }\n    }\n  }\n": typeof types.ImportVideoDocument,
    "\n  fragment InProgressCard on InProgress {\n    progress { positionSeconds percent finished updatedAt }\n    playable {\n      id\n      name\n      durationSeconds\n      stillUrl\n      ... on Episode {\n        number\n        season { number }\n        series { id name }\n      }\n    }\n  }\n": typeof types.InProgressCardFragmentDoc,
    "\n  query ContinueWatching {\n    currentProfile {\n      id\n      continueWatching(first: 20) { ...InProgressCard }\n    }\n  }\n": typeof types.ContinueWatchingDocument,
    "\n  subscription ContinueWatchingMoved {\n    continueWatching { ...InProgressCard }\n  }\n": typeof types.ContinueWatchingMovedDocument,
    "\n  subscription PositionsMoved {\n    continueWatching {\n      progress { positionSeconds finished updatedAt }\n      playable { id }\n    }\n  }\n": typeof types.PositionsMovedDocument,
    "\n  mutation RemoveFromContinueWatching($input: RemoveFromContinueWatchingInput!) {\n    removeFromContinueWatching(input: $input) {\n      __typename\n    }\n  }\n": typeof types.RemoveFromContinueWatchingDocument,
    "\n  query History($first: Int!, $after: String) {\n    currentProfile {\n      id\n      history(first: $first, after: $after) {\n        nodes {\n          id\n          startedAt\n          watchedSeconds\n          positionSeconds\n          playable {\n            id\n            name\n            durationSeconds\n            stillUrl\n            ... on Episode {\n              number\n              season { number }\n              series { id name }\n            }\n          }\n        }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n": typeof types.HistoryDocument,
    "\n  mutation RemoveFromHistory($input: RemoveFromHistoryInput!) {\n    removeFromHistory(input: $input) {\n      __typename\n      ... on Refusal { message }\n    }\n  }\n": typeof types.RemoveFromHistoryDocument,
    "\n  fragment SignedInFields on SignedIn {\n    account { id email scopes }\n    profile { id name maturityLimit }\n    accessToken\n    accessTokenExpiresAt\n    refreshToken\n  }\n": typeof types.SignedInFieldsFragmentDoc,
    "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      __typename\n      ... on SignedIn { ...SignedInFields }\n      ... on Refusal { message }\n    }\n  }\n": typeof types.SignInDocument,
    "\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      __typename\n      ... on SignedIn { ...SignedInFields }\n      ... on Refusal { message }\n    }\n  }\n": typeof types.SignUpDocument,
    "\n  mutation Refresh($input: RefreshInput!) {\n    refresh(input: $input) {\n      __typename\n      ... on SignedIn { ...SignedInFields }\n      ... on Refusal { message }\n    }\n  }\n": typeof types.RefreshDocument,
    "\n  mutation SignOut {\n    signOut\n  }\n": typeof types.SignOutDocument,
    "\n  mutation SelectProfile($input: SelectProfileInput!) {\n    selectProfile(input: $input) {\n      __typename\n      ... on ProfileSelected {\n        profile { id name maturityLimit }\n        accessToken\n        accessTokenExpiresAt\n      }\n      ... on Refusal { message }\n      ... on TooManyAttempts { retryAfterSeconds }\n    }\n  }\n": typeof types.SelectProfileDocument,
    "\n  query WatchPage($id: ID!) {\n    playable(id: $id) {\n      __typename\n      id\n      name\n      durationSeconds\n      stillUrl\n      progress { positionSeconds finished updatedAt }\n      ... on Episode {\n        number\n        season { number }\n        series {\n          id\n          name\n          seasons {\n            number\n            episodes { id number name }\n          }\n        }\n      }\n    }\n  }\n": typeof types.WatchPageDocument,
    "\n  fragment PlaybackSessionFields on PlaybackSession {\n    id\n    token\n    startedAt\n    manifests { hls }\n    reportIntervalSeconds\n    expiresAt\n  }\n": typeof types.PlaybackSessionFieldsFragmentDoc,
    "\n  mutation StartPlayback($input: StartPlaybackInput!) {\n    startPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { ...PlaybackSessionFields }\n      ... on Refusal { message }\n      ... on NotReady { percent }\n      ... on NotAvailable { availableFrom }\n      ... on TooManyStreams {\n        limit\n        active {\n          sessionId\n          deviceName\n          startedAt\n          playable { id name }\n        }\n      }\n    }\n  }\n": typeof types.StartPlaybackDocument,
    "\n  mutation RenewPlayback($input: RenewPlaybackInput!) {\n    renewPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { ...PlaybackSessionFields }\n      ... on Refusal { message }\n    }\n  }\n": typeof types.RenewPlaybackDocument,
    "\n  mutation EndPlayback($input: EndPlaybackInput!) {\n    endPlayback(input: $input) {\n      __typename\n    }\n  }\n": typeof types.EndPlaybackDocument,
    "\n  mutation ReportPlayback($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) {\n      __typename\n      ... on PlaybackReport {\n        events { sequence status retryAfterSeconds }\n      }\n    }\n  }\n": typeof types.ReportPlaybackDocument,
    "\n  subscription ViewerCount($playableId: ID!) {\n    viewerCount(playableId: $playableId) { viewers asOf precision }\n  }\n": typeof types.ViewerCountDocument,
};
const documents: Documents = {
    "\n  query Profiles {\n    me {\n      id\n      profiles { id name maturityLimit hasPin }\n    }\n  }\n": types.ProfilesDocument,
    "\n  mutation CreateProfile($input: CreateProfileInput!) {\n    createProfile(input: $input) {\n      __typename\n      ... on ProfileCreated { profile { id } }\n      ... on Refusal { message }\n    }\n  }\n": types.CreateProfileDocument,
    "\n  mutation UpdateProfile($input: UpdateProfileInput!) {\n    updateProfile(input: $input) {\n      __typename\n      ... on ProfileUpdated { profile { id } }\n      ... on Refusal { message }\n    }\n  }\n": types.UpdateProfileDocument,
    "\n  mutation DeleteProfile($input: DeleteProfileInput!) {\n    deleteProfile(input: $input) {\n      __typename\n      ... on Refusal { message }\n    }\n  }\n": types.DeleteProfileDocument,
    "\n  query Account {\n    me {\n      id\n      email\n      plan { name maxStreams }\n      devices { id name lastSeenAt isCurrent }\n    }\n  }\n": types.AccountDocument,
    "\n  mutation SignOutDevice($deviceId: ID!) {\n    signOutDevice(deviceId: $deviceId)\n  }\n": types.SignOutDeviceDocument,
    "\n  fragment TitleCard on Title {\n    __typename\n    id\n    name\n    year\n    artwork { kind url }\n    ... on Playable {\n      video { state percent }\n      stillUrl\n    }\n  }\n": types.TitleCardFragmentDoc,
    "\n  query Home {\n    shelves {\n      id\n      name\n      titles(first: 16) {\n        nodes {\n          ...TitleCard\n          synopsis\n          maturityRating\n        }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n": types.HomeDocument,
    "\n  query ShelfPage($id: ID!, $after: String) {\n    shelf(id: $id) {\n      titles(first: 16, after: $after) {\n        nodes { ...TitleCard }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n": types.ShelfPageDocument,
    "\n  query Search($search: String, $filter: TitleFilter, $first: Int!, $after: String) {\n    titles(search: $search, filter: $filter, first: $first, after: $after) {\n      nodes { ...TitleCard }\n      pageInfo { hasNextPage endCursor }\n      totalCount\n    }\n  }\n": types.SearchDocument,
    "\n  query Genres {\n    genres { id name }\n  }\n": types.GenresDocument,
    "\n  query Title($id: ID!) {\n    title(id: $id) {\n      __typename\n      id\n      name\n      synopsis\n      year\n      maturityRating\n      genres { id name }\n      artwork { kind url }\n      credits { role character person { id name } }\n      isPlayableNow\n      availableFrom\n      ... on Movie { durationSeconds }\n      ... on Playable {\n        video { state percent }\n        stillUrl\n        progress { positionSeconds percent finished }\n      }\n      ... on Series {\n        seasons {\n          number\n          episodes {\n            id\n            name\n            number\n            synopsis\n            durationSeconds\n            ... on Playable {\n              video { state percent }\n              stillUrl\n              progress { positionSeconds percent finished updatedAt }\n            }\n          }\n        }\n      }\n    }\n  }\n": types.TitleDocument,
    "\n  subscription LiveViewers($first: Int!) {\n    liveViewers(first: $first) {\n      viewers\n      asOf\n      precision\n      playable {\n        id\n        name\n        ... on Episode { series { id name } }\n      }\n    }\n  }\n": types.LiveViewersDocument,
    "\n  query ImportJobs($first: Int!, $after: String) {\n    importJobs(first: $first, after: $after) {\n      nodes {\n        id\n        state\n        percent\n        error\n        title\n        createdAt\n        playable { id }\n        renditions { kind codec width height bitrateKbps framesPerSecond language }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.ImportJobsDocument,
    "\n  subscription ImportProgress($jobId: ID!) {\n    importProgress(jobId: $jobId) {\n      id\n      state\n      percent\n      error\n    }\n  }\n": types.ImportProgressDocument,
    "\n  mutation ImportVideo($input: ImportVideoInput!) {\n    importVideo(input: $input) {\n      __typename\n      ... on ImportJob { id }\n      ... on Refusal { message }\n    }\n  }\n": types.ImportVideoDocument,
    "\n  fragment InProgressCard on InProgress {\n    progress { positionSeconds percent finished updatedAt }\n    playable {\n      id\n      name\n      durationSeconds\n      stillUrl\n      ... on Episode {\n        number\n        season { number }\n        series { id name }\n      }\n    }\n  }\n": types.InProgressCardFragmentDoc,
    "\n  query ContinueWatching {\n    currentProfile {\n      id\n      continueWatching(first: 20) { ...InProgressCard }\n    }\n  }\n": types.ContinueWatchingDocument,
    "\n  subscription ContinueWatchingMoved {\n    continueWatching { ...InProgressCard }\n  }\n": types.ContinueWatchingMovedDocument,
    "\n  subscription PositionsMoved {\n    continueWatching {\n      progress { positionSeconds finished updatedAt }\n      playable { id }\n    }\n  }\n": types.PositionsMovedDocument,
    "\n  mutation RemoveFromContinueWatching($input: RemoveFromContinueWatchingInput!) {\n    removeFromContinueWatching(input: $input) {\n      __typename\n    }\n  }\n": types.RemoveFromContinueWatchingDocument,
    "\n  query History($first: Int!, $after: String) {\n    currentProfile {\n      id\n      history(first: $first, after: $after) {\n        nodes {\n          id\n          startedAt\n          watchedSeconds\n          positionSeconds\n          playable {\n            id\n            name\n            durationSeconds\n            stillUrl\n            ... on Episode {\n              number\n              season { number }\n              series { id name }\n            }\n          }\n        }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n": types.HistoryDocument,
    "\n  mutation RemoveFromHistory($input: RemoveFromHistoryInput!) {\n    removeFromHistory(input: $input) {\n      __typename\n      ... on Refusal { message }\n    }\n  }\n": types.RemoveFromHistoryDocument,
    "\n  fragment SignedInFields on SignedIn {\n    account { id email scopes }\n    profile { id name maturityLimit }\n    accessToken\n    accessTokenExpiresAt\n    refreshToken\n  }\n": types.SignedInFieldsFragmentDoc,
    "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      __typename\n      ... on SignedIn { ...SignedInFields }\n      ... on Refusal { message }\n    }\n  }\n": types.SignInDocument,
    "\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      __typename\n      ... on SignedIn { ...SignedInFields }\n      ... on Refusal { message }\n    }\n  }\n": types.SignUpDocument,
    "\n  mutation Refresh($input: RefreshInput!) {\n    refresh(input: $input) {\n      __typename\n      ... on SignedIn { ...SignedInFields }\n      ... on Refusal { message }\n    }\n  }\n": types.RefreshDocument,
    "\n  mutation SignOut {\n    signOut\n  }\n": types.SignOutDocument,
    "\n  mutation SelectProfile($input: SelectProfileInput!) {\n    selectProfile(input: $input) {\n      __typename\n      ... on ProfileSelected {\n        profile { id name maturityLimit }\n        accessToken\n        accessTokenExpiresAt\n      }\n      ... on Refusal { message }\n      ... on TooManyAttempts { retryAfterSeconds }\n    }\n  }\n": types.SelectProfileDocument,
    "\n  query WatchPage($id: ID!) {\n    playable(id: $id) {\n      __typename\n      id\n      name\n      durationSeconds\n      stillUrl\n      progress { positionSeconds finished updatedAt }\n      ... on Episode {\n        number\n        season { number }\n        series {\n          id\n          name\n          seasons {\n            number\n            episodes { id number name }\n          }\n        }\n      }\n    }\n  }\n": types.WatchPageDocument,
    "\n  fragment PlaybackSessionFields on PlaybackSession {\n    id\n    token\n    startedAt\n    manifests { hls }\n    reportIntervalSeconds\n    expiresAt\n  }\n": types.PlaybackSessionFieldsFragmentDoc,
    "\n  mutation StartPlayback($input: StartPlaybackInput!) {\n    startPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { ...PlaybackSessionFields }\n      ... on Refusal { message }\n      ... on NotReady { percent }\n      ... on NotAvailable { availableFrom }\n      ... on TooManyStreams {\n        limit\n        active {\n          sessionId\n          deviceName\n          startedAt\n          playable { id name }\n        }\n      }\n    }\n  }\n": types.StartPlaybackDocument,
    "\n  mutation RenewPlayback($input: RenewPlaybackInput!) {\n    renewPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { ...PlaybackSessionFields }\n      ... on Refusal { message }\n    }\n  }\n": types.RenewPlaybackDocument,
    "\n  mutation EndPlayback($input: EndPlaybackInput!) {\n    endPlayback(input: $input) {\n      __typename\n    }\n  }\n": types.EndPlaybackDocument,
    "\n  mutation ReportPlayback($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) {\n      __typename\n      ... on PlaybackReport {\n        events { sequence status retryAfterSeconds }\n      }\n    }\n  }\n": types.ReportPlaybackDocument,
    "\n  subscription ViewerCount($playableId: ID!) {\n    viewerCount(playableId: $playableId) { viewers asOf precision }\n  }\n": types.ViewerCountDocument,
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
export function graphql(source: "\n  query Profiles {\n    me {\n      id\n      profiles { id name maturityLimit hasPin }\n    }\n  }\n"): (typeof documents)["\n  query Profiles {\n    me {\n      id\n      profiles { id name maturityLimit hasPin }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateProfile($input: CreateProfileInput!) {\n    createProfile(input: $input) {\n      __typename\n      ... on ProfileCreated { profile { id } }\n      ... on Refusal { message }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateProfile($input: CreateProfileInput!) {\n    createProfile(input: $input) {\n      __typename\n      ... on ProfileCreated { profile { id } }\n      ... on Refusal { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateProfile($input: UpdateProfileInput!) {\n    updateProfile(input: $input) {\n      __typename\n      ... on ProfileUpdated { profile { id } }\n      ... on Refusal { message }\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateProfile($input: UpdateProfileInput!) {\n    updateProfile(input: $input) {\n      __typename\n      ... on ProfileUpdated { profile { id } }\n      ... on Refusal { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteProfile($input: DeleteProfileInput!) {\n    deleteProfile(input: $input) {\n      __typename\n      ... on Refusal { message }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteProfile($input: DeleteProfileInput!) {\n    deleteProfile(input: $input) {\n      __typename\n      ... on Refusal { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Account {\n    me {\n      id\n      email\n      plan { name maxStreams }\n      devices { id name lastSeenAt isCurrent }\n    }\n  }\n"): (typeof documents)["\n  query Account {\n    me {\n      id\n      email\n      plan { name maxStreams }\n      devices { id name lastSeenAt isCurrent }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignOutDevice($deviceId: ID!) {\n    signOutDevice(deviceId: $deviceId)\n  }\n"): (typeof documents)["\n  mutation SignOutDevice($deviceId: ID!) {\n    signOutDevice(deviceId: $deviceId)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TitleCard on Title {\n    __typename\n    id\n    name\n    year\n    artwork { kind url }\n    ... on Playable {\n      video { state percent }\n      stillUrl\n    }\n  }\n"): (typeof documents)["\n  fragment TitleCard on Title {\n    __typename\n    id\n    name\n    year\n    artwork { kind url }\n    ... on Playable {\n      video { state percent }\n      stillUrl\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Home {\n    shelves {\n      id\n      name\n      titles(first: 16) {\n        nodes {\n          ...TitleCard\n          synopsis\n          maturityRating\n        }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Home {\n    shelves {\n      id\n      name\n      titles(first: 16) {\n        nodes {\n          ...TitleCard\n          synopsis\n          maturityRating\n        }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ShelfPage($id: ID!, $after: String) {\n    shelf(id: $id) {\n      titles(first: 16, after: $after) {\n        nodes { ...TitleCard }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n"): (typeof documents)["\n  query ShelfPage($id: ID!, $after: String) {\n    shelf(id: $id) {\n      titles(first: 16, after: $after) {\n        nodes { ...TitleCard }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Search($search: String, $filter: TitleFilter, $first: Int!, $after: String) {\n    titles(search: $search, filter: $filter, first: $first, after: $after) {\n      nodes { ...TitleCard }\n      pageInfo { hasNextPage endCursor }\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query Search($search: String, $filter: TitleFilter, $first: Int!, $after: String) {\n    titles(search: $search, filter: $filter, first: $first, after: $after) {\n      nodes { ...TitleCard }\n      pageInfo { hasNextPage endCursor }\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Genres {\n    genres { id name }\n  }\n"): (typeof documents)["\n  query Genres {\n    genres { id name }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Title($id: ID!) {\n    title(id: $id) {\n      __typename\n      id\n      name\n      synopsis\n      year\n      maturityRating\n      genres { id name }\n      artwork { kind url }\n      credits { role character person { id name } }\n      isPlayableNow\n      availableFrom\n      ... on Movie { durationSeconds }\n      ... on Playable {\n        video { state percent }\n        stillUrl\n        progress { positionSeconds percent finished }\n      }\n      ... on Series {\n        seasons {\n          number\n          episodes {\n            id\n            name\n            number\n            synopsis\n            durationSeconds\n            ... on Playable {\n              video { state percent }\n              stillUrl\n              progress { positionSeconds percent finished updatedAt }\n            }\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Title($id: ID!) {\n    title(id: $id) {\n      __typename\n      id\n      name\n      synopsis\n      year\n      maturityRating\n      genres { id name }\n      artwork { kind url }\n      credits { role character person { id name } }\n      isPlayableNow\n      availableFrom\n      ... on Movie { durationSeconds }\n      ... on Playable {\n        video { state percent }\n        stillUrl\n        progress { positionSeconds percent finished }\n      }\n      ... on Series {\n        seasons {\n          number\n          episodes {\n            id\n            name\n            number\n            synopsis\n            durationSeconds\n            ... on Playable {\n              video { state percent }\n              stillUrl\n              progress { positionSeconds percent finished updatedAt }\n            }\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription LiveViewers($first: Int!) {\n    liveViewers(first: $first) {\n      viewers\n      asOf\n      precision\n      playable {\n        id\n        name\n        ... on Episode { series { id name } }\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription LiveViewers($first: Int!) {\n    liveViewers(first: $first) {\n      viewers\n      asOf\n      precision\n      playable {\n        id\n        name\n        ... on Episode { series { id name } }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ImportJobs($first: Int!, $after: String) {\n    importJobs(first: $first, after: $after) {\n      nodes {\n        id\n        state\n        percent\n        error\n        title\n        createdAt\n        playable { id }\n        renditions { kind codec width height bitrateKbps framesPerSecond language }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query ImportJobs($first: Int!, $after: String) {\n    importJobs(first: $first, after: $after) {\n      nodes {\n        id\n        state\n        percent\n        error\n        title\n        createdAt\n        playable { id }\n        renditions { kind codec width height bitrateKbps framesPerSecond language }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ImportProgress($jobId: ID!) {\n    importProgress(jobId: $jobId) {\n      id\n      state\n      percent\n      error\n    }\n  }\n"): (typeof documents)["\n  subscription ImportProgress($jobId: ID!) {\n    importProgress(jobId: $jobId) {\n      id\n      state\n      percent\n      error\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ImportVideo($input: ImportVideoInput!) {\n    importVideo(input: $input) {\n      __typename\n      ... on ImportJob { id }\n      ... on Refusal { message }\n    }\n  }\n"): (typeof documents)["\n  mutation ImportVideo($input: ImportVideoInput!) {\n    importVideo(input: $input) {\n      __typename\n      ... on ImportJob { id }\n      ... on Refusal { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment InProgressCard on InProgress {\n    progress { positionSeconds percent finished updatedAt }\n    playable {\n      id\n      name\n      durationSeconds\n      stillUrl\n      ... on Episode {\n        number\n        season { number }\n        series { id name }\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment InProgressCard on InProgress {\n    progress { positionSeconds percent finished updatedAt }\n    playable {\n      id\n      name\n      durationSeconds\n      stillUrl\n      ... on Episode {\n        number\n        season { number }\n        series { id name }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ContinueWatching {\n    currentProfile {\n      id\n      continueWatching(first: 20) { ...InProgressCard }\n    }\n  }\n"): (typeof documents)["\n  query ContinueWatching {\n    currentProfile {\n      id\n      continueWatching(first: 20) { ...InProgressCard }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ContinueWatchingMoved {\n    continueWatching { ...InProgressCard }\n  }\n"): (typeof documents)["\n  subscription ContinueWatchingMoved {\n    continueWatching { ...InProgressCard }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription PositionsMoved {\n    continueWatching {\n      progress { positionSeconds finished updatedAt }\n      playable { id }\n    }\n  }\n"): (typeof documents)["\n  subscription PositionsMoved {\n    continueWatching {\n      progress { positionSeconds finished updatedAt }\n      playable { id }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveFromContinueWatching($input: RemoveFromContinueWatchingInput!) {\n    removeFromContinueWatching(input: $input) {\n      __typename\n    }\n  }\n"): (typeof documents)["\n  mutation RemoveFromContinueWatching($input: RemoveFromContinueWatchingInput!) {\n    removeFromContinueWatching(input: $input) {\n      __typename\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query History($first: Int!, $after: String) {\n    currentProfile {\n      id\n      history(first: $first, after: $after) {\n        nodes {\n          id\n          startedAt\n          watchedSeconds\n          positionSeconds\n          playable {\n            id\n            name\n            durationSeconds\n            stillUrl\n            ... on Episode {\n              number\n              season { number }\n              series { id name }\n            }\n          }\n        }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n"): (typeof documents)["\n  query History($first: Int!, $after: String) {\n    currentProfile {\n      id\n      history(first: $first, after: $after) {\n        nodes {\n          id\n          startedAt\n          watchedSeconds\n          positionSeconds\n          playable {\n            id\n            name\n            durationSeconds\n            stillUrl\n            ... on Episode {\n              number\n              season { number }\n              series { id name }\n            }\n          }\n        }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveFromHistory($input: RemoveFromHistoryInput!) {\n    removeFromHistory(input: $input) {\n      __typename\n      ... on Refusal { message }\n    }\n  }\n"): (typeof documents)["\n  mutation RemoveFromHistory($input: RemoveFromHistoryInput!) {\n    removeFromHistory(input: $input) {\n      __typename\n      ... on Refusal { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SignedInFields on SignedIn {\n    account { id email scopes }\n    profile { id name maturityLimit }\n    accessToken\n    accessTokenExpiresAt\n    refreshToken\n  }\n"): (typeof documents)["\n  fragment SignedInFields on SignedIn {\n    account { id email scopes }\n    profile { id name maturityLimit }\n    accessToken\n    accessTokenExpiresAt\n    refreshToken\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      __typename\n      ... on SignedIn { ...SignedInFields }\n      ... on Refusal { message }\n    }\n  }\n"): (typeof documents)["\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      __typename\n      ... on SignedIn { ...SignedInFields }\n      ... on Refusal { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      __typename\n      ... on SignedIn { ...SignedInFields }\n      ... on Refusal { message }\n    }\n  }\n"): (typeof documents)["\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      __typename\n      ... on SignedIn { ...SignedInFields }\n      ... on Refusal { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Refresh($input: RefreshInput!) {\n    refresh(input: $input) {\n      __typename\n      ... on SignedIn { ...SignedInFields }\n      ... on Refusal { message }\n    }\n  }\n"): (typeof documents)["\n  mutation Refresh($input: RefreshInput!) {\n    refresh(input: $input) {\n      __typename\n      ... on SignedIn { ...SignedInFields }\n      ... on Refusal { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignOut {\n    signOut\n  }\n"): (typeof documents)["\n  mutation SignOut {\n    signOut\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SelectProfile($input: SelectProfileInput!) {\n    selectProfile(input: $input) {\n      __typename\n      ... on ProfileSelected {\n        profile { id name maturityLimit }\n        accessToken\n        accessTokenExpiresAt\n      }\n      ... on Refusal { message }\n      ... on TooManyAttempts { retryAfterSeconds }\n    }\n  }\n"): (typeof documents)["\n  mutation SelectProfile($input: SelectProfileInput!) {\n    selectProfile(input: $input) {\n      __typename\n      ... on ProfileSelected {\n        profile { id name maturityLimit }\n        accessToken\n        accessTokenExpiresAt\n      }\n      ... on Refusal { message }\n      ... on TooManyAttempts { retryAfterSeconds }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WatchPage($id: ID!) {\n    playable(id: $id) {\n      __typename\n      id\n      name\n      durationSeconds\n      stillUrl\n      progress { positionSeconds finished updatedAt }\n      ... on Episode {\n        number\n        season { number }\n        series {\n          id\n          name\n          seasons {\n            number\n            episodes { id number name }\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query WatchPage($id: ID!) {\n    playable(id: $id) {\n      __typename\n      id\n      name\n      durationSeconds\n      stillUrl\n      progress { positionSeconds finished updatedAt }\n      ... on Episode {\n        number\n        season { number }\n        series {\n          id\n          name\n          seasons {\n            number\n            episodes { id number name }\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PlaybackSessionFields on PlaybackSession {\n    id\n    token\n    startedAt\n    manifests { hls }\n    reportIntervalSeconds\n    expiresAt\n  }\n"): (typeof documents)["\n  fragment PlaybackSessionFields on PlaybackSession {\n    id\n    token\n    startedAt\n    manifests { hls }\n    reportIntervalSeconds\n    expiresAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartPlayback($input: StartPlaybackInput!) {\n    startPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { ...PlaybackSessionFields }\n      ... on Refusal { message }\n      ... on NotReady { percent }\n      ... on NotAvailable { availableFrom }\n      ... on TooManyStreams {\n        limit\n        active {\n          sessionId\n          deviceName\n          startedAt\n          playable { id name }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation StartPlayback($input: StartPlaybackInput!) {\n    startPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { ...PlaybackSessionFields }\n      ... on Refusal { message }\n      ... on NotReady { percent }\n      ... on NotAvailable { availableFrom }\n      ... on TooManyStreams {\n        limit\n        active {\n          sessionId\n          deviceName\n          startedAt\n          playable { id name }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RenewPlayback($input: RenewPlaybackInput!) {\n    renewPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { ...PlaybackSessionFields }\n      ... on Refusal { message }\n    }\n  }\n"): (typeof documents)["\n  mutation RenewPlayback($input: RenewPlaybackInput!) {\n    renewPlayback(input: $input) {\n      __typename\n      ... on PlaybackSession { ...PlaybackSessionFields }\n      ... on Refusal { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EndPlayback($input: EndPlaybackInput!) {\n    endPlayback(input: $input) {\n      __typename\n    }\n  }\n"): (typeof documents)["\n  mutation EndPlayback($input: EndPlaybackInput!) {\n    endPlayback(input: $input) {\n      __typename\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ReportPlayback($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) {\n      __typename\n      ... on PlaybackReport {\n        events { sequence status retryAfterSeconds }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ReportPlayback($input: ReportPlaybackInput!) {\n    reportPlayback(input: $input) {\n      __typename\n      ... on PlaybackReport {\n        events { sequence status retryAfterSeconds }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ViewerCount($playableId: ID!) {\n    viewerCount(playableId: $playableId) { viewers asOf precision }\n  }\n"): (typeof documents)["\n  subscription ViewerCount($playableId: ID!) {\n    viewerCount(playableId: $playableId) { viewers asOf precision }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;