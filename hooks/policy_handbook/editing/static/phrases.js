// The words of the editor's own buttons, where those that it comes with would puzzle an office.
"use strict";
(() => {
  const PHRASES = {
    app: { header: { content: "Policies and people", quickAdd: "New" } },
    collection: {
      sidebar: { collections: "What to change" },
      collectionTop: { newButton: "New %{collectionLabel}", newButtonAriaLabel: "New %{collectionLabel}" },
      entries: { loadingEntries: "Reading the files…", cachingEntries: "Reading the files…", noEntries: "There is nothing here yet." },
    },
    editor: {
      editorControlPane: {
        widget: {
          required: "%{fieldLabel} has to be filled in.",
          regexPattern: "%{fieldLabel}: %{pattern}.",
        },
      },
      editor: {
        onLeavePage: "What you changed is not saved yet. Leave all the same?",
        confirmLoadBackup: "Last time you left changes here that were not saved. Take them up again?",
      },
      editorInterface: { togglePreview: "Show or hide what stands beside", toggleScrollSync: "Scroll both together" },
      editorToolbar: {
        publishing: "Saving…",
        publish: "Save",
        published: "Saved",
        publishNow: "Save now",
        publishAndCreateNew: "Save and make a new one",
        publishAndDuplicate: "Save and make a copy",
        duplicate: "Make a copy",
        backCollection: "Back to %{collectionLabel}",
        unsavedChanges: "Not saved yet",
        changesSaved: "All saved",
        deployPreviewPendingButtonLabel: "There is no preview on a server", // edit.js hides it
      },
    },
    ui: {
      settingsDropdown: { logOut: "Leave" },
      toast: {
        entrySaved: "Saved",
        entryPublished: "Saved in the school’s files. It goes to the website with the next publishing.",
        onFailToPersist: "%{details}",
        onFailToLoadEntries: "This could not be read: %{details}",
        missingRequiredField: "Something is not filled in yet: look for the fields in red.",
      },
    },
  };

  // on a forge a change is saved for others to look at, and published when they agree
  const ON_FORGE = {
    editor: {
      editorToolbar: {
        publishing: "Publishing…",
        publish: "Publish",
        published: "Published",
        publishNow: "Publish now",
        publishAndCreateNew: "Publish and make a new one",
        publishAndDuplicate: "Publish and make a copy",
        inReview: "To be looked at",
        ready: "Agreed",
        draft: "Being written",
        status: "State: %{status}",
      },
    },
    workflow: {
      workflow: { workflowHeading: "Changes on their way" },
      workflowList: { draftHeader: "Being written", inReviewHeader: "To be looked at", readyHeader: "Agreed", currentEntries: "%{smart_count} change |||| %{smart_count} changes" },
    },
    app: { header: { workflow: "Changes on their way" } },
    ui: { toast: { entryPublished: "Published: the website is built from it now." } },
  };

  function merged(own, others) {
    if (typeof own !== "object" || typeof others !== "object") return own ?? others;
    const keys = new Set([...Object.keys(own), ...Object.keys(others)]);
    return Object.fromEntries([...keys].map((key) => [key, key in own ? merged(own[key], others[key] ?? {}) : others[key]]));
  }

  const phrases = window.handbookOnForge ? merged(ON_FORGE, PHRASES) : PHRASES;
  CMS.registerLocale("en", merged(phrases, CMS.getLocale("en")));
})();
