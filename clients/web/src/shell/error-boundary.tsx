import { Component, type ReactNode } from "react";
import { Button } from "../design/button.tsx";
import { Notice } from "../design/notice.tsx";

type Props = { readonly children: ReactNode };

/** Catches what a page throws, a part of the program that could not be loaded included, and offers another try. */
export class ErrorBoundary extends Component<Props, { readonly hasFailed: boolean }> {
  override readonly state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div role="alert">
        <Notice
          isPage
          title="This page stumbled"
          actions={
            <>
              <Button look="primary" onClick={() => this.setState({ hasFailed: false })}>
                Try again
              </Button>
              <Button onClick={() => location.reload()}>Reload</Button>
            </>
          }
        >
          <p>Something here did not work as it should. Your place in every film is kept.</p>
        </Notice>
      </div>
    );
  }
}
