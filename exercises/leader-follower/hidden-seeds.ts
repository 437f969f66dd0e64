/**
 * The seeds of the scenarios with many schedules, chosen by what their runs reach: `npm run seeds -- leader-follower
 * <scenario>`. Chosen for the scenarios as they are: choose anew when one changes.
 */
export const SEEDS = {
  first: [1, 9, 10],
  missed: [15, 47, 16, 1, 7, 49, 54],
  calm: [6, 0],
  disorder: [22, 21, 17, 14],
  leaderCrash: [34, 20, 16, 28, 2],
  followerCrash: [36, 23, 35, 0],
  cutOff: [37, 30, 23, 8],
  waiting: [25, 36, 22],
  shipping: [5, 7],
  storm: [12, 34, 36, 7, 4, 19, 5],
}
