import { graphql } from "../generated/index.ts";

export const signedInFields = graphql(`
  fragment SignedInFields on SignedIn {
    account { id email scopes }
    profile { id name maturityLimit }
    accessToken
    accessTokenExpiresAt
    refreshToken
  }
`);

export const signIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ... on SignedIn { ...SignedInFields }
      ... on Refusal { message }
    }
  }
`);

export const signUp = graphql(`
  mutation SignUp($input: SignUpInput!) {
    signUp(input: $input) {
      __typename
      ... on SignedIn { ...SignedInFields }
      ... on Refusal { message }
    }
  }
`);

export const refreshSession = graphql(`
  mutation Refresh($input: RefreshInput!) {
    refresh(input: $input) {
      __typename
      ... on SignedIn { ...SignedInFields }
      ... on Refusal { message }
    }
  }
`);

export const signOut = graphql(`
  mutation SignOut {
    signOut
  }
`);

export const selectProfile = graphql(`
  mutation SelectProfile($input: SelectProfileInput!) {
    selectProfile(input: $input) {
      __typename
      ... on ProfileSelected {
        profile { id name maturityLimit }
        accessToken
        accessTokenExpiresAt
      }
      ... on Refusal { message }
      ... on TooManyAttempts { retryAfterSeconds }
    }
  }
`);
