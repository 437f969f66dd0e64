/** The broken leases are drawn like the lease itself: what the server promised, what holders answered. */
export { default } from '../lease/view.ts'
