/**
 * What this computer does to reach a device that stands in AP fallback: join its network, and come home.
 */
export interface AccessPoint {
  readonly ssid: string;
  readonly rssi: number;
  readonly secured: boolean;
}

/** The time on the device's own network. */
export interface JoinedAp {
  /** `host` or `host:port` of the device's portal on that network. */
  readonly portal: string;
  /** Back to the network that was there before. Idempotent. */
  leave(): Promise<void>;
}

export interface WifiAdapter {
  scan(options?: { signal?: AbortSignal | undefined }): Promise<AccessPoint[]>;
  /** @throws Failure `ap-not-found`, `ap-wrong-password` */
  join(
    ap: { ssid: string; password?: string | undefined },
    options?: { signal?: AbortSignal | undefined },
  ): Promise<JoinedAp>;
}
