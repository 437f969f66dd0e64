'use client'
import { useEffect } from 'react'
import { useAccount } from '../site/account-store.ts'
import { startHeart } from './heart.ts'

/** Stands on lessons and in the workbench: the time there goes into the learner's own calendar. Nothing for visitors. */
export function Heartbeat() {
  const account = useAccount()
  const id = account === 'unknown' ? undefined : account?.id
  useEffect(() => (id ? startHeart(id) : undefined), [id])
  return null
}
