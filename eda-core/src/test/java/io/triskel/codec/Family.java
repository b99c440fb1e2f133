package io.triskel.codec;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The types that generated records are made of beside those of the JDK: public, since they are in another package. */
public final class Family {
    private Family() {}

    public enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "grass";
            }
        }
    }

    public sealed interface Shape {
        @JsonTypeName("circle")
        record Circle(int radius) implements Shape {}

        @JsonTypeName("labelled")
        record Labelled(String text, @Nullable Shape below) implements Shape {}

        @JsonTypeName("group")
        record Group(List<Shape> parts) implements Shape {}

        @JsonTypeName("point")
        enum Point implements Shape {
            HERE,
            THERE
        }
    }

    public sealed interface Outcome<T> {
        @JsonTypeName("good")
        record Good<T>(T value) implements Outcome<T> {}

        @JsonTypeName("bad")
        record Bad<T>(String why, Optional<T> instead) implements Outcome<T> {}
    }

    public record Box<T>(T value, List<T> more, @Nullable T none, Map<String, T> named) {}

    public record Pair<A, B>(A left, Box<B> right) {}

    /** Nobody can tell what was written. */
    public interface Open {}

    public record OpenToo(int value) implements Open {}
}
