import { writeContainerSecrets } from "./container-secrets.ts";

await writeContainerSecrets("/secrets");
