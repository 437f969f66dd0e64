-- AlterTable
ALTER TABLE "User" DROP COLUMN "sessionVersion";

-- CreateIndex
CREATE INDEX "Submission_userId_startedAt_idx" ON "Submission"("userId", "startedAt");
