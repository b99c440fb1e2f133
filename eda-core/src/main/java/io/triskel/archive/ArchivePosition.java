package io.triskel.archive;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The progress of a replay, from which the next run continues: a place in each part of the archive that was begun. */
public final class ArchivePosition {
    private final List<ArchivePlace> places;

    /** @param places of two places in the same part, the later one counts */
    ArchivePosition(List<ArchivePlace> places) {
        this.places = List.copyOf(places);
    }

    List<ArchivePlace> places() {
        return places;
    }

    /** {@return the start of an archive} */
    public static ArchivePosition beginning() {
        return new ArchivePosition(List.of());
    }

    /** {@return a position in an archive of one part} */
    public static ArchivePosition at(String object, int record) {
        return new ArchivePosition(List.of(new ArchivePlace(object, record)));
    }

    /** {@return this position moved after a whole object} Use it to skip an object that cannot be read. */
    public ArchivePosition passing(String object) {
        return new ArchivePosition(Stream.concat(places.stream(), Stream.of(ArchivePlace.endOf(object)))
                .toList());
    }

    /**
     * {@return the position that {@link #toString} wrote}
     *
     * @throws IllegalArgumentException if the text is not a position
     */
    public static ArchivePosition parse(String text) {
        return new ArchivePosition(text.lines()
                .map(line -> line.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%"))
                .map(ArchivePlace::parse)
                .toList());
    }

    /** {@return {@code object:record}, one line per place, with line breaks and {@code %} in names escaped} */
    @Override
    public String toString() {
        return places.stream()
                .map(place -> place.toString()
                        .replace("%", "%25")
                        .replace("\n", "%0A")
                        .replace("\r", "%0D"))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArchivePosition position && places.equals(position.places);
    }

    @Override
    public int hashCode() {
        return places.hashCode();
    }
}
