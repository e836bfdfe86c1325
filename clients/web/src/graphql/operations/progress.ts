import { graphql } from "../generated/index.ts";

export const inProgressCard = graphql(`
  fragment InProgressCard on InProgress {
    progress { positionSeconds percent finished updatedAt }
    playable {
      id
      name
      durationSeconds
      stillUrl
      ... on Episode {
        number
        season { number }
        series { id name }
      }
    }
  }
`);

export const continueWatching = graphql(`
  query ContinueWatching {
    currentProfile {
      id
      continueWatching(first: 20) { ...InProgressCard }
    }
  }
`);

export const continueWatchingMoved = graphql(`
  subscription ContinueWatchingMoved {
    continueWatching { ...InProgressCard }
  }
`);

/** The least that tells a player where the profile's other devices are. */
export const positionsMoved = graphql(`
  subscription PositionsMoved {
    continueWatching {
      progress { positionSeconds finished updatedAt }
      playable { id }
    }
  }
`);

export const removeFromContinueWatching = graphql(`
  mutation RemoveFromContinueWatching($input: RemoveFromContinueWatchingInput!) {
    removeFromContinueWatching(input: $input) {
      __typename
    }
  }
`);

export const history = graphql(`
  query History($first: Int!, $after: String) {
    currentProfile {
      id
      history(first: $first, after: $after) {
        nodes {
          id
          startedAt
          watchedSeconds
          positionSeconds
          playable {
            id
            name
            durationSeconds
            stillUrl
            ... on Episode {
              number
              season { number }
              series { id name }
            }
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

export const removeFromHistory = graphql(`
  mutation RemoveFromHistory($input: RemoveFromHistoryInput!) {
    removeFromHistory(input: $input) {
      __typename
      ... on Refusal { message }
    }
  }
`);
