/**
 * The sources of keys: the environment, files, the role of a CVM, OpenID Connect of TKE. Start at {@link
 * trro.exporter.credentials.CredentialsProviders}.
 */
@NullMarked
package trro.exporter.credentials;

import org.jspecify.annotations.NullMarked;
