-- AlterTable
ALTER TABLE "Submission" ADD COLUMN     "stage" TEXT;

-- AlterTable
ALTER TABLE "Progress" ADD COLUMN     "stages" JSONB NOT NULL DEFAULT '{}';
