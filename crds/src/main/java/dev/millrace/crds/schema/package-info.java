/** What the types say about their schema beyond their Java type, and how CustomResourceDefinitions are made of it. */
package dev.millrace.crds.schema;
