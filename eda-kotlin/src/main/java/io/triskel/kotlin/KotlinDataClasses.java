package io.triskel.kotlin;

import io.triskel.event.DataClass;
import io.triskel.event.ForAdapters;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
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
                String name = parameter.getName();
                requireReadable(type, name, parameter.getType());
                Field field = type.getDeclaredField(name);
                if (Modifier.isTransient(field.getModifiers())) {
                    throw new IllegalArgumentException(
                            type.getName() + " does not keep its transient '" + name + "': remove @Transient");
                }
                properties.add(new DataClass.Property(name, field, Attributes.isNullable(parameter.getType())));
                types.add(field.getType());
                names.add(name);
            }
            requireNothingElse(type, names);
            Constructor<?> constructor = type.getDeclaredConstructor(types.toArray(new Class<?>[0]));
            return new DataClass(constructor, properties, Optional.empty());
        } catch (ReflectiveOperationException notAsCompiled) {
            throw new IllegalArgumentException(
                    type.getName() + " is not as kotlinc compiles data classes", notAsCompiled);
        }
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

    private static void requireReadable(Class<?> type, String property, KmType declared) {
        if (declared.getClassifier() instanceof KmClassifier.Class named && isValueClass(named.getName(), type)) {
            throw new IllegalArgumentException("'" + property + "' of " + type.getName() + " has the value class "
                    + named.getName().replace('/', '.')
                    + ", which objects do not keep at run time: use what it holds, or a data class");
        }
        for (KmTypeProjection argument : declared.getArguments()) {
            KmType content = argument.getType();
            if (content != null && Attributes.isNullable(content)) {
                throw new IllegalArgumentException("'" + property + "' of " + type.getName()
                        + " may hold null in a type argument, and only a property may be null: use an Optional there");
            }
            if (content != null) {
                requireReadable(type, property, content);
            }
        }
    }

    /** Kotlin's own names of Java's classes, such as kotlin/String, are no classes. */
    private static boolean isValueClass(String name, Class<?> seenFrom) {
        try {
            String java = name.replace('.', '$').replace('/', '.');
            return Class.forName(java, false, seenFrom.getClassLoader()).isAnnotationPresent(JvmInline.class);
        } catch (ClassNotFoundException ofJava) {
            return false;
        }
    }
}
