-- CreateIndex
CREATE INDEX "Note_submissionId_idx" ON "Note"("submissionId");

-- CreateIndex
CREATE INDEX "Bookmark_submissionId_idx" ON "Bookmark"("submissionId");

-- CreateIndex
CREATE INDEX "PostReport_userId_idx" ON "PostReport"("userId");
