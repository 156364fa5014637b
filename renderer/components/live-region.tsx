/**
 * Says a change of state once to ears: "Slot 4, FAIL at Boot". One in the app; the same words twice are said once.
 * Progress goes in here at most every ten seconds.
 */
export function LiveRegion({ message }: { readonly message: string }) {
  return (
    <div className="said" role="status" aria-live="polite">
      {message}
    </div>
  );
}
