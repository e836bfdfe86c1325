import { useState } from "react";
import type { Refused } from "../../session/session.ts";

/** One form's sending: whether it is under way, and in words why it was refused or could not be sent. */
export function useSubmission<Values>(send: (values: Values) => Promise<Refused | undefined>) {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const submit = async (values: Values) => {
    setIsBusy(true);
    setProblem(undefined);
    try {
      const refused = await send(values);
      setProblem(refused?.message);
      return refused === undefined;
    } catch {
      setProblem("Marquee does not answer. Check the connection and try again.");
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  return { submit, isBusy, problem };
}
