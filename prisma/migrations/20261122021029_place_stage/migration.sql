-- AlterTable
ALTER TABLE "Place" ADD COLUMN     "stage" TEXT;
