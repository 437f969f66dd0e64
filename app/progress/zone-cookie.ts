/** Holds the name of the learner's time zone. Only the page of progress is sent it: its days are those of the wall calendar. */
export const ZONE_COOKIE = 'faultline.zone'
