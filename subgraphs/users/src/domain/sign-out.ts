import type { Users } from "./users.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Ends a device's sign-in. Its access token lives on for its minutes, but cannot be refreshed. @returns whether it was signed in */
export async function signOutDevice({ signIns }: Users, accountId: string, deviceId: string): Promise<boolean> {
  return uuid.test(deviceId) && signIns.end(deviceId, accountId);
}
