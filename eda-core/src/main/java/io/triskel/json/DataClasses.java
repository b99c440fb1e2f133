package io.triskel.json;

import io.triskel.event.DataClass;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the data classes of Kotlin by module {@code eda-kotlin}, which is loaded once a class of Kotlin is met. */
final class DataClasses {
    /** {@code kotlin.Metadata} is on every class that kotlinc has compiled, and may be missing at run time. */
    private static final String KOTLIN = "kotlin.Metadata";

    private DataClasses() {}

    /** Reading a class's metadata takes long, and Jackson asks for each parameter several times. */
    private static final class Known {
        static final List<DataClass.Finder> FINDERS = finders();

        static final ClassValue<Optional<DataClass>> CLASSES = new ClassValue<>() {
            @Override
            protected Optional<DataClass> computeValue(Class<?> type) {
                if (!type.isRecord() && JacksonAnnotations.areOn(type)) {
                    return Optional.empty();
                }
                for (DataClass.Finder finder : FINDERS) {
                    Optional<DataClass> found = found(finder, type);
                    if (found.isPresent()) {
                        return found;
                    }
                }
                return Optional.empty();
            }

            private Optional<DataClass> found(DataClass.Finder finder, Class<?> type) {
                try {
                    return finder.find(type);
                } catch (IllegalArgumentException notReadable) {
                    throw new TypeCheck.Refusal(String.valueOf(notReadable.getMessage()));
                }
            }
        };

        private static List<DataClass.Finder> finders() {
            List<DataClass.Finder> finders = new ArrayList<>();
            ServiceLoader.load(DataClass.Finder.class, DataClass.class.getClassLoader())
                    .forEach(finders::add);
            return List.copyOf(finders);
        }
    }

    static boolean isKotlin(Class<?> type) {
        for (Annotation annotation : type.getAnnotations()) {
            if (annotation.annotationType().getName().equals(KOTLIN)) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@return the data class that this class is, or the nullability of a record of Kotlin; a class with Jackson's
     * annotations is mapped by them}
     *
     * @throws TypeCheck.Refusal if it could be written and never be read back
     */
    static Optional<DataClass> of(Class<?> type) {
        return isKotlin(type) ? Known.CLASSES.get(type) : Optional.empty();
    }

    /** {@return why a class of Kotlin that is no data class cannot be read, and what to do} */
    static String notReadable(Class<?> type) {
        return type.getName()
                + (Known.FINDERS.isEmpty()
                        ? " is a class of Kotlin: depend on io.triskel:eda-kotlin, which reads data classes"
                        : " is neither a data class nor a data object: make it one, without annotations of Jackson, or"
                                + " a final class with a @JsonValue and a @JsonCreator of one parameter of the same"
                                + " type");
    }
}
