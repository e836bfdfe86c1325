import { graphql } from "../generated/index.ts";

export const liveViewers = graphql(`
  subscription LiveViewers($first: Int!) {
    liveViewers(first: $first) {
      viewers
      asOf
      precision
      playable {
        id
        name
        ... on Episode { series { id name } }
      }
    }
  }
`);

export const importJobs = graphql(`
  query ImportJobs($first: Int!, $after: String) {
    importJobs(first: $first, after: $after) {
      nodes {
        id
        state
        percent
        error
        title
        createdAt
        playable { id }
        renditions { kind codec width height bitrateKbps framesPerSecond language }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const importProgress = graphql(`
  subscription ImportProgress($jobId: ID!) {
    importProgress(jobId: $jobId) {
      id
      state
      percent
      error
    }
  }
`);

export const importVideo = graphql(`
  mutation ImportVideo($input: ImportVideoInput!) {
    importVideo(input: $input) {
      __typename
      ... on ImportJob { id }
      ... on Refusal { message }
    }
  }
`);
