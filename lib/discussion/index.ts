/**
 * What learners say about an exercise, for those who have tried it, and what moderators do about it.
 *
 *     const reader = await requireReader(user, slug)                  // refused before the first judged attempt
 *     const threads = await listThreads(reader)
 *     await createPost(reader, { parentId: null, body: 'Why does …', spoiler: false })
 *     await moderate(moderator, postId, { decision: 'hide', reason: 'Holds a whole solution.' })
 */
import 'server-only'

export { BODY_CHARS_MAX, bodySchema, reasonSchema } from './body.ts'
export { listOpenReports, moderate, moderationSchema, type ReportedPost } from './moderation.ts'
export { isReader, type Reader, requireReader } from './reader.ts'
export { listThreads, type PostView, type Thread, type ThreadPage } from './threads.ts'
export { createPost, deletePost, editPost, postSchema, reportPost } from './write.ts'
