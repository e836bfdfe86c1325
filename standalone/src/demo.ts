/** The accounts that the demo has, as `/demo.json` and the start-up message tell them. */
export const demo = {
  accounts: [
    {
      email: "alice@marquee.example",
      password: "marquee-demo",
      note: "a viewer with a child's profile (Kit) and one with a PIN (Den, 2468)",
    },
    { email: "bob@marquee.example", password: "marquee-demo", note: "a viewer" },
    { email: "carol@marquee.example", password: "marquee-demo", note: "an operator: live dashboard and studio" },
  ],
} as const;
