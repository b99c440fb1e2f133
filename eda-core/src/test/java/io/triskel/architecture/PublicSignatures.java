package io.triskel.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Finds the public signatures that name a type of some library: of types, members, thrown exceptions and annotations, and
 * what a public class inherits from a hidden one. It parses sources, because no class path has the classes of all modules.
 */
final class PublicSignatures {
    private final String library;
    private final Map<String, Source> hidden = new HashMap<>();
    private final List<String> found = new ArrayList<>();

    private PublicSignatures(String library) {
        this.library = library;
    }

    private record Source(CompilationUnitTree file, ClassTree type) {}

    /** {@return the signatures in these sources that name a type in a package below {@code library}, such as {@code a.b.}} */
    static List<String> naming(String library, List<? extends JavaFileObject> sources) throws IOException {
        PublicSignatures signatures = new PublicSignatures(library);
        JavacTask parser = (JavacTask)
                ToolProvider.getSystemJavaCompiler().getTask(null, null, null, List.of("-proc:none"), null, sources);
        List<Source> types = new ArrayList<>();
        for (CompilationUnitTree file : parser.parse()) {
            for (Tree type : file.getTypeDecls()) {
                if (type instanceof ClassTree declared) {
                    types.add(new Source(file, declared));
                }
            }
        }
        types.stream()
                .filter(type -> !isPublic(type.type.getModifiers(), null))
                .forEach(type -> signatures.hidden.put(nameIn(type.file, type.type.getSimpleName()), type));
        types.stream()
                .filter(type -> isPublic(type.type.getModifiers(), null))
                .forEach(type -> signatures.type(type.file, type.type, nameIn(type.file, type.type.getSimpleName())));
        return signatures.found;
    }

    private static String nameIn(CompilationUnitTree file, Object simpleName) {
        return file.getPackageName() + "." + simpleName;
    }

    private static boolean isPublic(ModifiersTree modifiers, @Nullable ClassTree within) {
        Set<Modifier> flags = modifiers.getFlags();
        boolean ofInterface = within != null
                && (within.getKind() == Kind.INTERFACE || within.getKind() == Kind.ANNOTATION_TYPE)
                && !flags.contains(Modifier.PRIVATE);
        return flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED) || ofInterface;
    }

    private void type(CompilationUnitTree file, ClassTree type, String name) {
        note(file, name, type.getModifiers(), type.getExtendsClause());
        type.getImplementsClause().forEach(parent -> note(file, name, parent));
        type.getTypeParameters().forEach(parameter -> note(file, name, parameter));
        members(file, type, name);
        if (type.getExtendsClause() instanceof IdentifierTree parent) {
            Source inherited = hidden.get(nameIn(file, parent.getName()));
            if (inherited != null) {
                members(inherited.file, inherited.type, name);
            }
        }
    }

    private void members(CompilationUnitTree file, ClassTree type, String name) {
        for (Tree member : type.getMembers()) {
            if (member instanceof ClassTree nested && isPublic(nested.getModifiers(), type)) {
                type(file, nested, name + "." + nested.getSimpleName());
            } else if (member instanceof VariableTree field
                    && (isPublic(field.getModifiers(), type) || isComponent(field, type))) {
                note(file, name + "." + field.getName(), field.getModifiers(), field.getType());
            } else if (member instanceof MethodTree method && isPublic(method.getModifiers(), type)) {
                String at = name + "." + method.getName();
                note(file, at, method.getModifiers(), method.getReturnType());
                Stream.of(method.getParameters(), method.getThrows(), method.getTypeParameters())
                        .flatMap(List::stream)
                        .forEach(part -> note(file, at, part));
            }
        }
    }

    private static boolean isComponent(VariableTree field, ClassTree type) {
        return type.getKind() == Kind.RECORD && !field.getModifiers().getFlags().contains(Modifier.STATIC);
    }

    private void note(CompilationUnitTree file, String at, @Nullable Tree... parts) {
        for (Tree part : parts) {
            new TreeScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
                    for (ImportTree imported : file.getImports()) {
                        String full = imported.getQualifiedIdentifier().toString();
                        // Which names an import on demand brings, only its library knows.
                        boolean named = full.endsWith("." + name.getName()) || full.endsWith(".*");
                        if (full.startsWith(library) && named) {
                            found.add(at + " names " + full);
                        }
                    }
                    return null;
                }

                @Override
                public @Nullable Void visitMemberSelect(MemberSelectTree name, @Nullable Void unused) {
                    if (name.toString().startsWith(library)) {
                        found.add(at + " names " + name);
                        return null;
                    }
                    return super.visitMemberSelect(name, null);
                }
            }.scan(part, null);
        }
    }
}
