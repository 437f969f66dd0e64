/**
 * The seeds of the scenarios with many schedules, chosen by what their runs reach: `npm run seeds -- lease <scenario>
 * --from 40 (or up to 64) --pick <as many>`. Chosen for the scenarios as they are: choose anew when one changes.
 */
export const SEEDS = {
  regrant: [0, 2, 3, 6, 7, 8, 9, 12, 15, 16, 21, 24, 28, 31, 33, 39, 41, 44, 45, 48],
  serverCrash: [
    1, 4, 6, 7, 9, 11, 12, 13, 14, 23, 24, 25, 26, 27, 31, 33, 35, 36, 37, 39, 40, 42, 46, 47, 48, 49,
  ],
  lateMessages: [0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 13, 15, 20, 23, 28],
  slowGrant: [
    3, 4, 5, 6, 8, 9, 10, 14, 15, 17, 23, 24, 25, 28, 32, 34, 35, 36, 37, 40, 41, 44, 46, 47, 51, 56, 62, 63,
  ],
  refusedRenewals: [1, 2, 3, 6, 9, 15, 16, 18, 21, 23, 27, 28, 32, 33, 37],
  lostRenewals: [0, 2, 5, 7, 11, 13, 22, 23, 24, 28, 30, 34, 36, 39, 41, 43],
  pause: [1, 2, 3, 4, 5, 10, 12, 14, 15, 16, 17, 23, 27, 29, 30, 33, 37, 40, 41, 43, 44, 49],
  secondThoughts: [1, 2, 3, 4, 6, 7, 8, 9, 11, 13, 14, 21, 23, 27, 28, 29, 30, 39],
  handover: [1, 2, 4, 7, 8, 9, 10, 13, 15, 16, 17, 20, 21, 29, 31, 36, 38, 39],
  storm: [2, 3, 5, 6, 7, 9, 10, 12, 14, 15, 17, 20, 21, 22, 26, 27, 28, 34, 36, 37, 38, 41, 43, 44],
}
