import { graphql } from "../generated/index.ts";

export const profiles = graphql(`
  query Profiles {
    me {
      id
      profiles { id name maturityLimit hasPin }
    }
  }
`);

export const createProfile = graphql(`
  mutation CreateProfile($input: CreateProfileInput!) {
    createProfile(input: $input) {
      __typename
      ... on ProfileCreated { profile { id } }
      ... on Refusal { message }
    }
  }
`);

export const updateProfile = graphql(`
  mutation UpdateProfile($input: UpdateProfileInput!) {
    updateProfile(input: $input) {
      __typename
      ... on ProfileUpdated { profile { id } }
      ... on Refusal { message }
    }
  }
`);

export const deleteProfile = graphql(`
  mutation DeleteProfile($input: DeleteProfileInput!) {
    deleteProfile(input: $input) {
      __typename
      ... on Refusal { message }
    }
  }
`);

export const account = graphql(`
  query Account {
    me {
      id
      email
      plan { name maxStreams }
      devices { id name lastSeenAt isCurrent }
    }
  }
`);

export const signOutDevice = graphql(`
  mutation SignOutDevice($deviceId: ID!) {
    signOutDevice(deviceId: $deviceId)
  }
`);
