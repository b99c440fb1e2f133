package io.triskel.kotlin;

import io.triskel.event.DataClass;
import io.triskel.event.ForAdapters;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kotlin.Metadata;
import kotlin.jvm.JvmInline;
import kotlin.metadata.Attributes;
import kotlin.metadata.ClassKind;
import kotlin.metadata.KmClass;
import kotlin.metadata.KmClassifier;
import kotlin.metadata.KmConstructor;
import kotlin.metadata.KmType;
import kotlin.metadata.KmTypeProjection;
import kotlin.metadata.KmValueParameter;
import kotlin.metadata.jvm.KotlinClassMetadata;

/**
 * Finds Kotlin's data classes and data objects, and the nullability of its records, by the metadata of kotlinc. It reads
 * strictly, up to the minor version after its own ({@code JvmMetadataVersion.LATEST_STABLE_SUPPORTED} of kotlin-metadata-jvm):
 * later metadata might be misread.
 */
@ForAdapters
public final class KotlinDataClasses implements DataClass.Finder {
    @Override
    public Optional<DataClass> find(Class<?> type) {
        Metadata metadata = type.getAnnotation(Metadata.class);
        if (metadata == null
                || !(KotlinClassMetadata.readStrict(metadata) instanceof KotlinClassMetadata.Class read)
                || !Attributes.isData(read.getKmClass())) {
            return Optional.empty();
        }
        KmClass declared = read.getKmClass();
        return Optional.of(Attributes.getKind(declared) == ClassKind.OBJECT ? only(type) : data(type, declared));
    }

    private static DataClass only(Class<?> type) {
        requireNothingElse(type, Set.of());
        try {
            Field instance = type.getDeclaredField("INSTANCE");
            instance.setAccessible(true);
            return new DataClass(type.getDeclaredConstructor(), List.of(), Optional.of(instance.get(null)));
        } catch (ReflectiveOperationException notAsCompiled) {
            throw new IllegalArgumentException(
                    type.getName() + " is not as kotlinc compiles data objects", notAsCompiled);
        }
    }

    private static DataClass data(Class<?> type, KmClass declared) {
        List<DataClass.Property> properties = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        Set<String> names = new HashSet<>();
        try {
            for (KmValueParameter parameter : primary(declared).getValueParameters()) {
                DataClass.Property property = property(type, parameter);
                properties.add(property);
                types.add(property.field().getType());
                names.add(property.name());
            }
            requireNothingElse(type, names);
            Constructor<?> constructor = type.getDeclaredConstructor(types.toArray(new Class<?>[0]));
            return new DataClass(constructor, properties, Optional.empty());
        } catch (ReflectiveOperationException notAsCompiled) {
            throw new IllegalArgumentException(
                    type.getName() + " is not as kotlinc compiles data classes", notAsCompiled);
        }
    }

    private static DataClass.Property property(Class<?> type, KmValueParameter parameter)
            throws ReflectiveOperationException {
        Field field = type.getDeclaredField(parameter.getName());
        if (Modifier.isTransient(field.getModifiers())) {
            throw new IllegalArgumentException(
                    type.getName() + " does not keep its transient '" + field.getName() + "': remove @Transient");
        }
        KmType declared = parameter.getType();
        Optional<Class<?>> value = valueClass(declared, type);
        return new DataClass.Property(
                parameter.getName(),
                field,
                Attributes.isNullable(declared),
                value.isEmpty() ? readable(field, declared) : Optional.of(check(field, value.get())));
    }

    private static Optional<Method> readable(Field field, KmType declared) {
        requireReadable(field, declared);
        return Optional.empty();
    }

    /**
     * {@return what runs the constructor of a value class} The field keeps what the value class holds, unless that may be
     * null or a number, and the property too.
     */
    private static Method check(Field field, Class<?> value) throws ReflectiveOperationException {
        KmType held = held(value);
        if (field.getType() == value || value.getName().startsWith("kotlin.") || Attributes.isNullable(held)) {
            throw refusedValueClass(field, value);
        }
        requireReadable(field, held);
        Method constructor = value.getDeclaredMethod("constructor-impl", field.getType());
        constructor.setAccessible(true);
        return constructor;
    }

    /** Metadata names the type only if the property is not public. */
    private static KmType held(Class<?> value) {
        KmClass declared = ((KotlinClassMetadata.Class)
                        KotlinClassMetadata.readStrict(value.getAnnotation(Metadata.class)))
                .getKmClass();
        KmType named = declared.getInlineClassUnderlyingType();
        return named != null
                ? named
                : declared.getProperties().stream()
                        .filter(property -> property.getName().equals(declared.getInlineClassUnderlyingPropertyName()))
                        .findFirst()
                        .orElseThrow()
                        .getReturnType();
    }

    private static KmConstructor primary(KmClass declared) {
        return declared.getConstructors().stream()
                .filter(constructor -> !Attributes.isSecondary(constructor))
                .findFirst()
                .orElseThrow();
    }

    /** What the constructor does not take is not written, and a copy of the object would not have it. */
    private static void requireNothingElse(Class<?> type, Set<String> properties) {
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                boolean kept = !Modifier.isStatic(field.getModifiers());
                if (kept && (at != type || !properties.contains(field.getName()))) {
                    throw new IllegalArgumentException(type.getName() + " keeps '"
                            + field.getName().replace("$delegate", "")
                            + "' outside its primary constructor, which is neither written nor read: move it there, or"
                            + " compute it in a get()");
                }
            }
        }
    }

    private static void requireReadable(Field field, KmType declared) {
        valueClass(declared, field.getDeclaringClass()).ifPresent(value -> {
            throw refusedValueClass(field, value);
        });
        for (KmTypeProjection argument : declared.getArguments()) {
            KmType content = argument.getType();
            if (content != null && Attributes.isNullable(content)) {
                throw new IllegalArgumentException(named(field)
                        + " may hold null in a type argument, and only a property may be null: use an Optional there");
            }
            if (content != null) {
                requireReadable(field, content);
            }
        }
    }

    private static IllegalArgumentException refusedValueClass(Field field, Class<?> value) {
        return new IllegalArgumentException(named(field) + " has the value class " + value.getName()
                + ", which is read as a property of its own only, over"
                + " a type that is not null, and not null itself if that is a number: use what it holds, or a"
                + " data class");
    }

    private static String named(Field field) {
        return "'" + field.getName() + "' of " + field.getDeclaringClass().getName();
    }

    /** Kotlin's own names of Java's classes, such as kotlin/String, are no classes. */
    private static Optional<Class<?>> valueClass(KmType declared, Class<?> seenFrom) {
        if (!(declared.getClassifier() instanceof KmClassifier.Class named)) {
            return Optional.empty();
        }
        try {
            String java = named.getName().replace('.', '$').replace('/', '.');
            Class<?> found = Class.forName(java, false, seenFrom.getClassLoader());
            return found.isAnnotationPresent(JvmInline.class) ? Optional.of(found) : Optional.empty();
        } catch (ClassNotFoundException ofJava) {
            return Optional.empty();
        }
    }
}
