import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it, vi } from "vitest";
import { graphql } from "../generated/index.ts";
import { importClip } from "../import-clip.ts";
import { startMarquee } from "../running-marquee.ts";

const signIn = graphql(`
  mutation SignInForSlots($input: SignInInput!) {
    signIn(input: $input) { ... on SignedIn { accessToken } ... on Refusal { message } }
  }
`);

const start = graphql(`
  mutation StartForSlots($input: StartPlaybackInput!) {
    startPlayback(input: $input) {
      __typename
      ... on PlaybackSession { id token }
      ... on TooManyStreams { limit active { sessionId deviceName playable { name } } }
      ... on Refusal { message }
    }
  }
`);

const end = graphql(`
  mutation EndForSlots($input: EndPlaybackInput!) {
    endPlayback(input: $input) { __typename }
  }
`);

const renew = graphql(`
  mutation RenewForSlots($input: RenewPlaybackInput!) {
    renewPlayback(input: $input) { __typename }
  }
`);

const report = graphql(`
  mutation ReportForSlots($input: ReportPlaybackInput!) {
    reportPlayback(input: $input) { ... on PlaybackReport { events { status } } ... on InvalidToken { message } }
  }
`);

const plan = graphql(`
  query PlanForSlots {
    me { plan { id maxStreams } }
  }
`);

describe("an account's streams", async () => {
  const marquee = await startMarquee();
  afterAll(() => marquee[Symbol.asyncDispose]());
  const { playableId } = await importClip(marquee, "A short film");

  /** A device of an account whose plan lets two watch at once: bob's, unless it is carol's. */
  const newDevice = async (deviceName: string, name: "bob" | "carol" = "bob") => {
    const { data } = await marquee.ask(signIn, { input: { email: `${name}@marquee.example`, password: "marquee-demo", deviceName } });
    if (!data || !("accessToken" in data.signIn)) throw new Error(`${name} could not sign in: ${JSON.stringify(data)}`);
    const { accessToken } = data.signIn;
    return {
      token: accessToken,
      async start() {
        const answer = await marquee.ask(start, { input: { playableId, idempotencyKey: crypto.randomUUID() } }, accessToken);
        expect(answer.errors).toBeUndefined();
        if (!answer.data) throw new Error("no answer");
        return answer.data.startPlayback;
      },
      async starts() {
        const session = await this.start();
        if (session.__typename !== "PlaybackSession") throw new Error(`${deviceName} could not start: ${JSON.stringify(session)}`);
        return session;
      },
    };
  };
  const stopped = async ({ token }: { readonly token: string }) => {
    const event = { sequence: 1, kind: "STOPPED" as const, elapsedMs: 0, positionSeconds: 0, watchedDeltaMs: 0, watchedMs: 0 };
    const { data } = await marquee.ask(report, { input: { token, events: [event] } });
    expect(data?.reportPlayback).toEqual({ events: [{ status: "ACCEPTED" }] });
  };
  const operate = (...words: string[]) => {
    const command = fileURLToPath(new URL("../../subgraphs/users/src/operator.ts", import.meta.url));
    return promisify(execFile)(process.execPath, ["--import", "tsx", command, ...words], { env: { DATABASE_URL: marquee.databaseUrl } });
  };

  it("are as many as its plan says; the one too many may end another, and learns which there are", async () => {
    const [tv, phone, tablet] = await Promise.all([newDevice("TV"), newDevice("Phone"), newDevice("Tablet")]);
    const onTv = await tv.starts();
    const onPhone = await phone.starts();
    expect(await tablet.start()).toEqual({
      __typename: "TooManyStreams",
      message: expect.any(String),
      limit: 2,
      active: [
        { sessionId: onTv.id, deviceName: "TV", playable: { name: "A short film" } },
        { sessionId: onPhone.id, deviceName: "Phone", playable: { name: "A short film" } },
      ],
    });

    await marquee.ask(end, { input: { sessionId: onTv.id } }, tablet.token);
    const onTablet = await tablet.starts();
    expect((await marquee.ask(renew, { input: { token: onTv.token } }, tv.token)).data?.renewPlayback.__typename).toBe("PlaybackEnded");
    expect(await tv.start()).toMatchObject({ active: [{ deviceName: "Phone" }, { deviceName: "Tablet" }] });

    await stopped(onPhone);
    const again = await tv.starts();
    for (const { token } of [onTablet, again]) await stopped({ token });
  });

  it("never keep one device from starting one title after another", async () => {
    const device = await newDevice("Laptop");
    for (let title = 0; title < 6; title += 1) await device.starts();
  });

  it("follow the plan that an operator gives it, down to none", async () => {
    const device = await newDevice("Kitchen", "carol");
    expect((await marquee.ask(plan, {}, device.token)).data?.me?.plan).toEqual({ id: "STANDARD", maxStreams: 2 });
    await operate("carol@marquee.example", "--plan", "NONE");
    expect((await marquee.ask(plan, {}, device.token)).data?.me?.plan).toEqual({ id: "NONE", maxStreams: 0 });
    await vi.waitFor(async () => expect((await device.start()).__typename).toBe("NotEntitled"), { timeout: 20_000 });
    await operate("carol@marquee.example", "--plan", "BASIC");
    await vi.waitFor(async () => expect((await device.start()).__typename).toBe("PlaybackSession"), { timeout: 20_000 });
    const other = await newDevice("Bath", "carol");
    expect(await other.start()).toMatchObject({ __typename: "TooManyStreams", limit: 1 });
  });
});
