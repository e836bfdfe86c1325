import { graphql } from "../generated/index.ts";

/** What a title's card shows. The film's own fields are asked on `Playable`, where they take one fetch for all titles. */
export const titleCard = graphql(`
  fragment TitleCard on Title {
    __typename
    id
    name
    year
    artwork { kind url }
    ... on Playable {
      video { state percent }
      stillUrl
    }
  }
`);

export const home = graphql(`
  query Home {
    shelves {
      id
      name
      titles(first: 16) {
        nodes {
          ...TitleCard
          synopsis
          maturityRating
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

/** More of one shelf, as its row is scrolled. */
export const shelfPage = graphql(`
  query ShelfPage($id: ID!, $after: String) {
    shelf(id: $id) {
      titles(first: 16, after: $after) {
        nodes { ...TitleCard }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

export const search = graphql(`
  query Search($search: String, $filter: TitleFilter, $first: Int!, $after: String) {
    titles(search: $search, filter: $filter, first: $first, after: $after) {
      nodes { ...TitleCard }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
`);

export const genres = graphql(`
  query Genres {
    genres { id name }
  }
`);

export const title = graphql(`
  query Title($id: ID!) {
    title(id: $id) {
      __typename
      id
      name
      synopsis
      year
      maturityRating
      genres { id name }
      artwork { kind url }
      credits { role character person { id name } }
      isPlayableNow
      availableFrom
      ... on Movie { durationSeconds }
      ... on Playable {
        video { state percent }
        stillUrl
        progress { positionSeconds percent finished }
      }
      ... on Series {
        seasons {
          number
          episodes {
            id
            name
            number
            synopsis
            durationSeconds
            ... on Playable {
              video { state percent }
              stillUrl
              progress { positionSeconds percent finished updatedAt }
            }
          }
        }
      }
    }
  }
`);
