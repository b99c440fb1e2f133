package io.triskel.load.size.store;

/** What a store bills, and the bytes that it keeps in addition. */
public record Units(double reads, double writes, double deletes, double bytes) {
    Units plus(Units other) {
        return new Units(reads + other.reads, writes + other.writes, deletes + other.deletes, bytes + other.bytes);
    }

    Units minus(Units other) {
        return plus(other.times(-1));
    }

    Units times(double factor) {
        return new Units(reads * factor, writes * factor, deletes * factor, bytes * factor);
    }

    Units onlyReads() {
        return new Units(reads, 0, 0, 0);
    }

    Units onlyWrites() {
        return new Units(0, writes, 0, 0);
    }

    Units onlyBytes() {
        return new Units(0, 0, 0, bytes);
    }
}
