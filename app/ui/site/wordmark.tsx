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
      <path d="M0 5h8.6M0 10h7.1M0 15h5.6" strokeWidth="1.75" />
      <path d="M12.9 8H20M11.4 13H20M9.9 18H20M14.4 3H20" strokeWidth="1.75" />
      <path d="M13 0 7 20" strokeWidth="1" />
    </svg>
  )
}
