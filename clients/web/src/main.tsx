import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import "./design/base.css";
import { graphEndpoint } from "./graphql/graph-provider.tsx";
import { openSession } from "./session/open-session.ts";
import { SessionProvider } from "./session/session-context.tsx";

const element = document.getElementById("app");
if (!element) throw new Error("index.html has no element #app.");
createRoot(element).render(
  <SessionProvider value={openSession(graphEndpoint)}>
    <App />
  </SessionProvider>,
);
