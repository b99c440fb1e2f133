/** The code that documents show, compiled: {@code SnippetsTest} of the core finds each of their snippets here or in another module's tests. */
@NullMarked
package io.triskel.documents;

import org.jspecify.annotations.NullMarked;
