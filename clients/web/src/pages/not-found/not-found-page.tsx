import { LinkButton } from "../../design/button.tsx";
import { Notice } from "../../design/notice.tsx";
import { useTitle } from "../../shell/use-title.ts";

export function NotFoundPage() {
  useTitle("Not found");
  return (
    <div style={{ paddingTop: "var(--header)" }}>
      <Notice
        isPage
        title="Nothing is playing here"
        actions={
          <>
            <LinkButton look="primary" href="/">
              Home
            </LinkButton>
            <LinkButton href="/search">Browse all titles</LinkButton>
          </>
        }
      >
        <p>The page was moved, or the address has a slip in it.</p>
      </Notice>
    </div>
  );
}
