/** Devices by their last four digits, each a way to its page. */
import { Fragment } from 'react';
import { Link } from 'wouter';

export function Members({ deviceIds }: { readonly deviceIds: readonly string[] }) {
  return deviceIds.map((deviceId) => (
    <Fragment key={deviceId}>
      <Link href={`/devices/${deviceId}`} title={deviceId}>
        <code>{deviceId.slice(-4)}</code>
      </Link>{' '}
    </Fragment>
  ));
}
