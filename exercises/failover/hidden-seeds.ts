/**
 * The seeds of the scenarios with many schedules, most of them chosen by what their runs reach: `npm run seeds -- failover
 * <scenario>`. Chosen for the scenarios as they are: choose anew when one changes.
 */
export const SEEDS = {
  start: [11, 2, 10],
  prompt: [0, 1, 2],
  lostStep: [0, 1, 2, 3],
  blip: [11, 5, 3],
  flaps: [0, 5, 15],
  quietRestart: [8, 7, 20],
  together: [1, 9],
  crash: [8, 3],
  zombie: [8, 18, 15],
  ledgerAway: [1, 19, 23, 16],
  deafOther: [2, 4, 10, 1],
  oldActive: [0, 1],
  lateAnswer: [0],
  midway: [1, 0, 2, 3, 4, 5, 6],
  storm: [4, 7, 17, 14, 20, 18],
}
