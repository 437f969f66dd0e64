'use client'
import { forgetPages } from '../offline/kept-pages.ts'
import { forgetSavedDrafts } from '../workbench/draft-store.ts'
import { forgetAccount } from './account-store.ts'
import { forgetPersonal } from './personal.ts'

/** After signing out: this browser forgets all of the account but code that the server has not got. */
export async function leaveNothing(): Promise<void> {
  forgetAccount()
  await Promise.all([forgetPersonal(), forgetSavedDrafts(), forgetPages()])
}
