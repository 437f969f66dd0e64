/** The name with its mark: three strata, displaced along a fault. */
export function Wordmark() {
  return (
    <span className="flex items-center gap-2.5">
      <FaultMark />
      <span className="font-serif text-read tracking-[-0.01em]">Faultline</span>
    </span>
  )
}

export function FaultMark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor">
      <path d="M0 4h10.1M0 9h8.8M0 14h7.5M12.3 6.5H20M11 11.5h9M9.7 16.5H20" strokeWidth="1.75" />
      <path d="M12.6 0 7.4 20" strokeWidth="1" />
    </svg>
  )
}
