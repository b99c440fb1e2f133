package io.triskel.local.gcp.firestore;

import io.triskel.local.gcp.wire.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of documents and collections, and their order (Firestore documentation, "Quotas and limits", "Collections, documents, and fields"). */
final class DocumentName {
    static final Comparator<String> ORDER = DocumentName::compare;

    private static final String ROOT = "projects/[^/]+/databases/[^/]+/documents";
    private static final Pattern DATABASE_ROOT = Pattern.compile(ROOT);
    private static final Pattern DOCUMENT = Pattern.compile(ROOT + "(/[^/]+/[^/]+)+");
    private static final Pattern RESERVED = Pattern.compile("\\.\\.?|__(?!id-?[0-9]+__$).*__");
    private static final Pattern NUMBER = Pattern.compile("__id(-?[0-9]{1,19})__");
    private static final int ID_BYTES = 1500;
    private static final int NAME_BYTES = 6 * 1024;

    private DocumentName() {}

    static String checked(String name) {
        Refusal.unless(DOCUMENT.matcher(name).matches(), "Not the name of a document: " + name);
        String[] parts = name.split("/", -1);
        for (int i = 5; i < parts.length; i++) {
            Refusal.unless(
                    !RESERVED.matcher(parts[i]).matches(),
                    "Resource id \"" + parts[i] + "\" is invalid: it is reserved");
            Refusal.unless(bytes(parts[i]) <= ID_BYTES, "A resource id has at most 1500 bytes: " + parts[i]);
        }
        Refusal.unless(bytes(name) <= NAME_BYTES, "The name of a document has at most 6 KiB");
        return name;
    }

    /** The document's collection, with its full path. */
    static String collection(String document) {
        return document.substring(0, document.lastIndexOf('/'));
    }

    /** The last part of a collection's path. */
    static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String database(String root) {
        Refusal.unless(
                DATABASE_ROOT.matcher(root).matches() || DOCUMENT.matcher(root).matches(),
                "Not a parent of collections: " + root);
        return root;
    }

    /**
     * The bytes of a name in a document's size: each id and one more byte, and 16 (Firestore documentation, "Storage size
     * calculations").
     */
    static int size(String name) {
        String[] parts = name.split("/", -1);
        int bytes = 16;
        for (int i = 5; i < parts.length; i++) {
            bytes += bytes(parts[i]) + 1;
        }
        return bytes;
    }

    /**
     * Compares part by part, since a collection comes before the collections below its documents. Parts that are numbers,
     * {@code __id7__}, come first, in their order (java-firestore#1945).
     */
    static int compare(String a, String b) {
        int same = same(a, b);
        int start = a.lastIndexOf('/', same - 1) + 1;
        String left = part(a, start);
        String right = part(b, start);
        if (left.equals(right)) {
            // One name is above the other.
            return Integer.compare(a.length(), b.length());
        }
        OptionalLong one = number(left);
        OptionalLong other = number(right);
        if (one.isPresent() && other.isPresent()) {
            return Long.compare(one.getAsLong(), other.getAsLong());
        }
        return one.isPresent() || other.isPresent()
                ? Boolean.compare(other.isPresent(), one.isPresent())
                : compareTexts(left, right);
    }

    /** Compares the UTF-8 bytes, in which surrogates come after all other characters (java-firestore#1967). */
    static int compareTexts(String a, String b) {
        int same = same(a, b);
        if (same == a.length() || same == b.length()) {
            return Integer.compare(a.length(), b.length());
        }
        char one = a.charAt(same);
        char other = b.charAt(same);
        int surrogates = Boolean.compare(Character.isSurrogate(one), Character.isSurrogate(other));
        return surrogates != 0 ? surrogates : Character.compare(one, other);
    }

    /** The length of the beginning that both have. */
    private static int same(String a, String b) {
        int same = 0;
        while (same < a.length() && same < b.length() && a.charAt(same) == b.charAt(same)) {
            same++;
        }
        return same;
    }

    private static String part(String name, int start) {
        int end = name.indexOf('/', start);
        return end < 0 ? name.substring(start) : name.substring(start, end);
    }

    private static OptionalLong number(String id) {
        Matcher numbered = NUMBER.matcher(id);
        try {
            return id.startsWith("__id") && numbered.matches()
                    ? OptionalLong.of(Long.parseLong(numbered.group(1)))
                    : OptionalLong.empty();
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
