/** The source cannot be imported. The message is for the operator who sent it: what was expected, and what came. */
export class InvalidMedia extends Error {
  override readonly name = "InvalidMedia";
}

/** The disk that takes the encode is full; what was written so far is of no use. */
export class DiskFull extends Error {
  override readonly name = "DiskFull";
  constructor() {
    super("There is no space left for the encoded video.");
  }
}

/** What was encoded is not what was asked for. The message says what differs. */
export class VerificationFailed extends Error {
  override readonly name = "VerificationFailed";
}

/** The encoder itself failed: it is missing, broke off, or stood still. Its own words are in `detail`, for the log only. */
export class EncoderFailed extends Error {
  override readonly name = "EncoderFailed";
  constructor(
    message: string,
    readonly detail: string,
  ) {
    super(message);
  }
}
