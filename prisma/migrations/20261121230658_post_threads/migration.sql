-- DropIndex
DROP INDEX "Post_exerciseUuid_createdAt_idx";

-- CreateIndex
CREATE INDEX "Post_exerciseUuid_parentId_id_idx" ON "Post"("exerciseUuid", "parentId", "id");

-- CreateIndex
CREATE INDEX "Post_parentId_id_idx" ON "Post"("parentId", "id");
