import { graphql } from "../generated/index.ts";

/** What the watch page says of the film, before and beside its playing; an episode brings its series, so that the next one is known. */
export const watchPage = graphql(`
  query WatchPage($id: ID!) {
    playable(id: $id) {
      __typename
      id
      name
      durationSeconds
      stillUrl
      progress { positionSeconds finished updatedAt }
      ... on Episode {
        number
        season { number }
        series {
          id
          name
          seasons {
            number
            episodes { id number name }
          }
        }
      }
    }
  }
`);

export const playbackSession = graphql(`
  fragment PlaybackSessionFields on PlaybackSession {
    id
    token
    startedAt
    manifests { hls }
    reportIntervalSeconds
    expiresAt
  }
`);

export const startPlayback = graphql(`
  mutation StartPlayback($input: StartPlaybackInput!) {
    startPlayback(input: $input) {
      __typename
      ... on PlaybackSession { ...PlaybackSessionFields }
      ... on Refusal { message }
      ... on NotReady { percent }
      ... on NotAvailable { availableFrom }
      ... on TooManyStreams {
        limit
        active {
          sessionId
          deviceName
          startedAt
          playable { id name }
        }
      }
    }
  }
`);

export const renewPlayback = graphql(`
  mutation RenewPlayback($input: RenewPlaybackInput!) {
    renewPlayback(input: $input) {
      __typename
      ... on PlaybackSession { ...PlaybackSessionFields }
      ... on Refusal { message }
    }
  }
`);

export const endPlayback = graphql(`
  mutation EndPlayback($input: EndPlaybackInput!) {
    endPlayback(input: $input) {
      __typename
    }
  }
`);

export const reportPlayback = graphql(`
  mutation ReportPlayback($input: ReportPlaybackInput!) {
    reportPlayback(input: $input) {
      __typename
      ... on PlaybackReport {
        events { sequence status retryAfterSeconds }
      }
    }
  }
`);

export const viewerCount = graphql(`
  subscription ViewerCount($playableId: ID!) {
    viewerCount(playableId: $playableId) { viewers asOf precision }
  }
`);
