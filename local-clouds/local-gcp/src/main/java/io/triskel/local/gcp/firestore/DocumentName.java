package io.triskel.local.gcp.firestore;

import io.triskel.local.gcp.wire.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Names of documents and collections, and their order (Firestore documentation, "Quotas and limits", "Collections, documents, and fields"). */
final class DocumentName {
    private static final String ROOT = "projects/[^/]+/databases/[^/]+/documents";
    private static final Pattern DATABASE_ROOT = Pattern.compile(ROOT);
    private static final Pattern DOCUMENT = Pattern.compile(ROOT + "(/[^/]+/[^/]+)+");
    private static final Pattern RESERVED = Pattern.compile("\\.\\.?|__.*__");
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

    /** Compares part by part, since a collection comes before the collections below its documents. */
    static int compare(String a, String b) {
        int same = 0;
        while (same < a.length() && same < b.length() && a.charAt(same) == b.charAt(same)) {
            same++;
        }
        // Usually both documents are in one collection, and differ only in the last part.
        boolean lastPart = a.indexOf('/', same) < 0 && b.indexOf('/', same) < 0;
        return lastPart ? a.compareTo(b) : compare(a.split("/", -1), b.split("/", -1));
    }

    private static int compare(String[] a, String[] b) {
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            int order = a[i].compareTo(b[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length, b.length);
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
